-- Trigger: a payment says of itself what was given back, whether it is disputed, and the day it was paid. Kept from
-- the facts, in the same transaction as each of them; nothing authorises on these columns.
-- Definer: reads refunds and disputes, whoever writes the payment.
create or replace function masterclass.derive_payment_columns() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  new.payment_date   := (new.paid_at at time zone 'UTC')::date;
  new.refunded_minor := masterclass.refunded_minor(new);
  new.dispute_state  := masterclass.dispute_state(new.stripe_payment_id);
  return new;
end
$$;
revoke execute on function masterclass.derive_payment_columns() from public;
