-- Whether a payment gives access: paid, not wholly refunded, and under no dispute that is open or lost.
-- Definer: reads refunds and disputes, which readers may not.
create or replace function masterclass.payment_stands(payment masterclass.payments) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select payment.paid_at is not null
     and (payment.amount_minor = 0 or masterclass.refunded_minor(payment) < payment.amount_minor)
     and not exists (
           select from masterclass.disputes as d
            where d.stripe_payment_id = payment.stripe_payment_id
              and d.status not in ('won', 'prevented')
              and d.status not like 'warning\_%'
         )
$$;
revoke execute on function masterclass.payment_stands(masterclass.payments) from public;
grant execute on function masterclass.payment_stands(masterclass.payments) to authenticated, masterclass_payments, masterclass_jobs;
