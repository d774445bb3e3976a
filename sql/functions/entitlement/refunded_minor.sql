-- What of a payment has been given back: the sum of its refunds that stand, or, where events were lost, the charge's
-- own highest total less what is known to have failed; whichever is more.
-- Definer: reads refunds, which readers may not.
create or replace function masterclass.refunded_minor(payment masterclass.payments) returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
           coalesce(sum(r.amount_minor) filter (where r.status not in ('failed', 'canceled')), 0),
           payment.charge_refunded_minor
             - coalesce(sum(r.amount_minor) filter (where r.status in ('failed', 'canceled')), 0)
         )::bigint
    from masterclass.refunds as r
   where r.stripe_payment_id = payment.stripe_payment_id
$$;
revoke execute on function masterclass.refunded_minor(masterclass.payments) from public;
grant execute on function masterclass.refunded_minor(masterclass.payments) to authenticated, masterclass_payments, masterclass_jobs;
