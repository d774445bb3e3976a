-- Whether a payment gives access: it was paid, not wholly refunded, and is under no dispute that is open or lost.
create or replace function masterclass.payment_stands(payment masterclass.payments) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.payment_standing(payment) in ('paid', 'partly_refunded')
$$;
revoke execute on function masterclass.payment_stands(masterclass.payments) from public;
