-- Trigger: a payment that is known hears what its charge says afterwards.
-- Definer: writes payments, whoever writes the charge.
create or replace function masterclass.tell_payment_of_charge() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.payments as p
     set charge_refunded_minor = greatest(p.charge_refunded_minor, new.refunded_minor),
         receipt_url           = coalesce(p.receipt_url, new.receipt_url)
   where p.stripe_payment_id = new.stripe_payment_id
     and (p.charge_refunded_minor < new.refunded_minor or (p.receipt_url is null and new.receipt_url is not null));
  return null;
end
$$;
revoke execute on function masterclass.tell_payment_of_charge() from public;
