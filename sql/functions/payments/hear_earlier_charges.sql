-- Trigger: a payment starts out with what its charges have said before it was known.
-- Definer: reads charges, whoever writes the payment.
create or replace function masterclass.hear_earlier_charges() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.stripe_payment_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(new.stripe_payment_id, 6));
    select greatest(new.charge_refunded_minor, max(c.refunded_minor)), coalesce(new.receipt_url, max(c.receipt_url))
      into new.charge_refunded_minor, new.receipt_url
      from masterclass.charges as c
     where c.stripe_payment_id = new.stripe_payment_id;
  end if;
  return new;
end
$$;
revoke execute on function masterclass.hear_earlier_charges() from public;
