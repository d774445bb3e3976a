-- Why access is what it is, in sentences; the account page and `python -m shared access why` say the same. A bank
-- debit takes days, and may fail after them: until then, and after that, the member reads what became of their newest
-- order, instead of never having bought anything.
-- Definer: reads payments, orders, grants and auth.users of the member that is asked about.
create or replace function masterclass.access_because(member uuid) returns text[]
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with facts as (
    select p.created_at, 1 as kind, case masterclass.payment_standing(p)
             when 'unpaid' then 'A payment was started and has not been completed.'
             when 'lost' then 'The payment was taken back by the bank after a dispute.'
             when 'disputed' then 'The payment is disputed at the bank; access pauses until that is decided.'
             when 'needs_review'
               then 'We have your payment of ' || masterclass.money(p.amount_minor, p.currency::text) || ' '
                    || upper(p.currency::text) || '; it is being looked at, because it is not quite what was ordered.'
             when 'refunded' then case when p.withdrawn_at is null then 'The payment was refunded in full.'
                                       else 'What you had without paying was withdrawn.' end
             when 'partly_refunded'
               then 'You paid on ' || to_char(p.paid_at, 'FMMonth FMDD, YYYY') || '; a part was refunded.'
             else 'You paid on ' || to_char(p.paid_at, 'FMMonth FMDD, YYYY') || '.'
           end as sentence
      from masterclass.payments as p
     where p.user_id = member
       and p.seats is null
       and (p.livemode or not exists (select from masterclass.shop where live))
     union all
    select now(), 3, 'You have paid ' || twice.times || ' times, and once is enough: answer the receipt of the payment '
                     || 'that you want back, and it is refunded.'
      from masterclass.payments_standing(member) as twice (times)
     where twice.times > 1
     union all
    select o.created_at, 1, case o.state
             when 'processing' then 'A payment is being processed by your bank; access opens when it has arrived.'
             when 'given up' then 'A bank payment that you no longer wait for has not arrived; when it does, it counts.'
             else 'Your bank did not send the payment; no money was taken, and you can try again.'
           end
      from masterclass.orders as o
     where o.user_id = member
       and o.seats is null
       and o.state in ('processing', 'given up', 'failed')
       and o.created_at = (select max(latest.created_at) from masterclass.orders as latest
                              where latest.user_id = member and latest.seats is null)
       and not masterclass.has_full_access(member)
     union all
    select g.created_at, 2, case
             when g.payment_id is not null and g.revoked_at is not null then 'Your seat was taken back.'
             when g.payment_id is not null and not coalesce((select masterclass.payment_stands(p)
                                                                from masterclass.payments as p
                                                               where p.id = g.payment_id), false)
               then 'The payment that your seat hangs on was refunded or is disputed.'
             when g.revoked_at is not null then 'Complimentary access was withdrawn.'
             when g.expires_at <= now()
               then 'Complimentary access ended on ' || to_char(g.expires_at, 'FMMonth FMDD, YYYY') || '.'
             when g.user_id is null and a.email_confirmed_at is null
               then 'Complimentary access waits until you confirm your e-mail address.'
             else 'You have complimentary access' || coalesce(' until ' || to_char(g.expires_at, 'FMMonth FMDD, YYYY'), '')
                  || ': ' || g.reason || '.'
           end
      from masterclass.access_grants as g
      join auth.users as a on a.id = member
     where g.user_id = member
        or g.email = lower(a.email)
  )
  select coalesce(array_agg(sentence order by kind, created_at),
                  array['You have not bought full access yet: the preview modules are open to you.'])
    from facts
$$;
revoke execute on function masterclass.access_because(uuid) from public;
