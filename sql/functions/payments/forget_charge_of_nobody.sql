-- Trigger: a charge whose payment has no member any more keeps no receipt either.
-- Definer: reads payments, whoever writes the charge.
create or replace function masterclass.forget_charge_of_nobody() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from masterclass.payments as p
              where p.stripe_payment_id = new.stripe_payment_id
                and p.user_id is null) then
    new.receipt_url := null;
  end if;
  return new;
end
$$;
revoke execute on function masterclass.forget_charge_of_nobody() from public;
