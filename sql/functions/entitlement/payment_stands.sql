-- Whether a payment counts: it was paid as ordered (or accepted), not wholly refunded, and is under no dispute that is
-- open or lost. What was bought in test mode counts until the shop sells for real.
-- Definer: reads whether the shop is live, which readers may not.
create or replace function masterclass.payment_stands(payment masterclass.payments) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.payment_standing(payment) in ('paid', 'partly_refunded')
     and (payment.livemode or not exists (select from masterclass.shop where live))
$$;
revoke execute on function masterclass.payment_stands(masterclass.payments) from public;
