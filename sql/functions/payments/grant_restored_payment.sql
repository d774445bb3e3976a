-- Gives a payment whose member was lost to the address that paid it: access waits there for whoever confirms it, and
-- falls with the payment. Returns whether there was anything to give.
-- Definer: reads payments and writes access_grants, which the payments writer may not.
create or replace function masterclass.grant_restored_payment(session_id text, address text) returns boolean
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with given as (
    insert into masterclass.access_grants (email, reason, granted_by, payment_id)
    select lower(address), 'paid on ' || to_char(p.paid_at, 'FMMonth FMDD, YYYY'), 'payments reconcile --since', p.id
      from masterclass.payments as p
     where p.checkout_session_id = session_id
       and p.user_id is null
       and not exists (select from masterclass.access_grants as g where g.payment_id = p.id)
    returning id
  )
  select exists (select from given)
$$;
revoke execute on function masterclass.grant_restored_payment(text, text) from public;
grant execute on function masterclass.grant_restored_payment(text, text) to masterclass_payments;
