-- What of a payment has been given back: the sum of its refunds that count, or, where events were lost, the charge's own
-- highest total less what is known to have failed; whichever is more. Never below nothing.
-- Definer: reads refunds, which readers may not.
create or replace function masterclass.refunded_minor(payment masterclass.payments) returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select greatest(
           0,
           coalesce(sum(r.amount_minor) filter (where r.counts), 0),
           payment.charge_refunded_minor - coalesce(sum(r.amount_minor) filter (where not r.counts), 0)
         )::bigint
    from (select amount_minor, masterclass.refund_counts(status) as counts
            from masterclass.refunds
           where stripe_payment_id = payment.stripe_payment_id) as r
$$;
revoke execute on function masterclass.refunded_minor(masterclass.payments) from public;
