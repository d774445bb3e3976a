"""The one statement that applies what Stripe says of a checkout session: order, payment and alerts together."""

from typing import LiteralString

# What was paid must be what was ordered: the ordered price's own line where it is known, else the subtotal; currency,
# price, owner, mode, and live or test alike. The total may differ by discounts and tax, and is what is recorded. An
# order may have had a session that was not kept; what somebody paid there counts all the same, so that of a paid
# session the order it names is enough. Whatever Stripe calls paid becomes a payment: one that was not ordered like
# this waits for somebody to look (`review`), until it is told with its line items and those are right after all.
# An alert is raised by the telling that makes the payment, once.
APPLY_SESSION: LiteralString = """
    with judged as (
      select o.id, o.user_id, o.invoice_url, o.seats, o.gift,
             case when %(reached)s <> 'paid' then %(reached)s
                  when coalesce(%(item_subtotal)s::bigint, %(amount_subtotal)s) = o.amount_subtotal_minor
                   and o.currency = %(currency)s
                   and o.livemode = %(livemode)s
                   and o.price_id = coalesce(%(price_id)s, o.price_id)
                   and (o.user_id is null or o.user_id::text is not distinct from %(user_id)s::text)
                   and %(mode)s = 'payment'
                  then 'paid'
                  else 'review'
             end as reached
        from masterclass.orders as o
       where (%(livemode)s or not %(live_only)s)
         and (o.checkout_session_id = %(session_id)s
              or (o.id = %(order_id)s::uuid and (o.checkout_session_id is null or %(reached)s = 'paid')))
       order by o.checkout_session_id = %(session_id)s desc nulls last
       limit 1
    ), judgement as (
      select coalesce((select case reached when 'review' then 'refused' else 'applied' end from judged),
                      case when %(live_only)s and not %(livemode)s then 'test mode'
                           when %(reached)s = 'paid' then 'unknown order'
                           else 'ignored'
                      end) as outcome
    ), claimed as (
      insert into masterclass.webhook_events (source, id, type, object_id, told_at, processed_at, outcome)
      select 'stripe', %(event_id)s, %(event_type)s, %(object_id)s, to_timestamp(%(created)s), now(), outcome
        from judgement
       where %(event_id)s::text is not null
          on conflict do nothing
      returning id
    ), fresh as (
      select j.* from judged as j where %(event_id)s::text is null or exists (select from claimed)
    ), closed as (
      update masterclass.order_sessions as s
         set closed_at = now()
       where s.checkout_session_id = %(session_id)s
         and s.closed_at is null
         and %(reached)s <> 'open'
    ), moved as (
      update masterclass.orders as o
         set state = fresh.reached, updated_at = now(),
             checkout_session_id = case fresh.reached when 'expired' then o.checkout_session_id else %(session_id)s end,
             recovery_url = case when o.user_id is not null then coalesce(%(recovery_url)s, o.recovery_url) end
        from fresh
       where o.id = fresh.id
         and masterclass.order_rank(fresh.reached) > masterclass.order_rank(o.state)
    ), paid as (
      insert into masterclass.payments as p
             (user_id, stripe_payment_id, checkout_session_id, amount_minor, currency, paid_at, order_id, livemode,
              subtotal_minor, discount_minor, tax_minor, promotion_id, promotion_code, invoice_url, review, seats,
              claim_token)
      select fresh.user_id, %(payment_id)s, %(session_id)s, %(amount_total)s, coalesce(nullif(%(currency)s, ''), 'xxx'),
             coalesce(to_timestamp(%(created)s), now()), fresh.id, %(livemode)s,
             %(amount_subtotal)s, %(amount_discount)s, %(amount_tax)s, %(promotion_id)s, %(promotion_code)s,
             coalesce(%(invoice_url)s, fresh.invoice_url),
             case fresh.reached when 'review' then 'needed' end, fresh.seats,
             case when fresh.gift then replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '') end
        from fresh
       where fresh.reached in ('paid', 'review')
          on conflict (checkout_session_id) do update
         set review         = case when excluded.review is null and p.review = 'needed' then null else p.review end,
             promotion_code = coalesce(p.promotion_code, excluded.promotion_code),
             invoice_url    = coalesce(p.invoice_url, excluded.invoice_url)
       where (p.review = 'needed' and excluded.review is null)
          or (p.promotion_code is null and excluded.promotion_code is not null)
          or (p.invoice_url is null and excluded.invoice_url is not null)
      returning p.user_id, p.review, p.seats, xmax = 0 as is_new
    )
    select judgement.outcome,
           array_remove(array[
             case when judgement.outcome = 'unknown order' and %(amount_total)s > 0 then 'payment-unknown-order' end,
             case when judgement.outcome = 'test mode' and %(reached)s = 'paid' then 'payment-in-test-mode' end,
             (select case when is_new and review = 'needed' then 'payment-needs-review' end from paid),
             (select case when is_new and user_id is null then 'payment-without-member' end from paid),
             (select case when is_new and seats is null and masterclass.payments_standing(user_id) > 0
                          then 'payment-second' end from paid)
           ], null)
      from judgement
     where %(event_id)s::text is null or exists (select from claimed)
"""
