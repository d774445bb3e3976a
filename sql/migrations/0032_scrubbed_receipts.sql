-- migrate:up

-- Stripe's receipt and pay pages show the person's address and card. Whoever is erased takes the links with
-- them: those that are kept now, and those that a later event of the same payment would bring back.

create function masterclass.forget_receipt_of_nobody() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.user_id is null then
    new.receipt_url := null;
  end if;
  return new;
end
$$;
create trigger payments_forget_receipt before insert or update on masterclass.payments
  for each row execute function masterclass.forget_receipt_of_nobody();

create function masterclass.forget_charge_of_nobody() returns trigger
language plpgsql
security definer
set search_path = ''
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
create trigger charges_forget_receipt before insert or update on masterclass.charges
  for each row execute function masterclass.forget_charge_of_nobody();

create or replace function masterclass.scrub_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from masterclass.access_grants where email = old.email;
  update masterclass.charges as c
     set receipt_url = null
    from masterclass.payments as p
   where p.stripe_payment_id = c.stripe_payment_id
     and p.user_id = old.id;
  update masterclass.orders set checkout_url = null where user_id = old.id;
  return old;
end
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
