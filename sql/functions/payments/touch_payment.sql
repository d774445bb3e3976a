-- Trigger: a refund or a dispute touches its payment, which then works out its columns and its member's role.
-- Definer: writes payments, whoever writes the refund or the dispute.
create or replace function masterclass.touch_payment() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.payments
     set refunded_minor = refunded_minor
   where stripe_payment_id = case when tg_op = 'DELETE' then old.stripe_payment_id else new.stripe_payment_id end;
  return null;
end
$$;
revoke execute on function masterclass.touch_payment() from public;
