-- A payment in a word: paid, partially_refunded, refunded, disputed, dispute_lost.
-- Definer: reads refunds and disputes, which readers may not.
create or replace function masterclass.payment_state(payment masterclass.payments) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
           when d.lost then 'dispute_lost'
           when d.disputed then 'disputed'
           when payment.amount_minor > 0 and masterclass.refunded_minor(payment) >= payment.amount_minor then 'refunded'
           when masterclass.refunded_minor(payment) > 0 then 'partially_refunded'
           else 'paid'
         end
    from (select coalesce(bool_or(status = 'lost'), false) as lost,
                 coalesce(bool_or(status not in ('won', 'prevented') and status not like 'warning\_%'), false) as disputed
            from masterclass.disputes
           where stripe_payment_id = payment.stripe_payment_id) as d
$$;
revoke execute on function masterclass.payment_state(masterclass.payments) from public;
grant execute on function masterclass.payment_state(masterclass.payments) to masterclass_payments, masterclass_jobs;
