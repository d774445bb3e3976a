-- Trigger: who orders, is erased and pays all the same has charges that were heard before their payment was known to be
-- nobody's. They forget their receipts when it is.
-- Definer: writes charges, whoever writes the payment.
create or replace function masterclass.forget_earlier_charges_of_nobody() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.charges as c
     set receipt_url = null
   where c.stripe_payment_id = new.stripe_payment_id
     and c.receipt_url is not null;
  return null;
end
$$;
revoke execute on function masterclass.forget_earlier_charges_of_nobody() from public;
