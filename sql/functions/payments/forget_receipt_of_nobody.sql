-- Trigger: a payment without a member keeps no receipt and no invoice. They show the person's address and card, so
-- whoever is erased takes the link with them, also the one that a later event of the same payment would bring back.
create or replace function masterclass.forget_receipt_of_nobody() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.user_id is null then
    new.receipt_url := null;
    new.invoice_url := null;
  end if;
  return new;
end
$$;
revoke execute on function masterclass.forget_receipt_of_nobody() from public;
