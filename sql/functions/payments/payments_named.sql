-- The payments that somebody means: by their member's address, their own id, Stripe's id of them or of their session.
-- Newest first, with what of them could still be refunded.
-- Definer: reads payments of any member.
create or replace function masterclass.payments_named(named text)
returns table (id uuid, stripe_payment_id text, amount_minor bigint, refunded_minor bigint, currency text, standing text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.id, p.stripe_payment_id, p.amount_minor, masterclass.refunded_minor(p), p.currency::text,
         masterclass.payment_standing(p)
    from masterclass.payments as p
   where named in (p.id::text, p.stripe_payment_id, p.checkout_session_id)
      or p.user_id = masterclass.member_of(named)
   order by p.paid_at desc
$$;
revoke execute on function masterclass.payments_named(text) from public;
grant execute on function masterclass.payments_named(text) to masterclass_jobs;
