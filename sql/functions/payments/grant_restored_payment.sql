-- Gives a payment whose member was lost to the address that paid it. One's own access waits there for whoever confirms it,
-- and falls with the payment; a pack of seats goes to the member who has confirmed it, who gives its seats again. Returns
-- 'waits', 'theirs', 'nobody' while a pack has no such member, or 'kept' where nothing was lost. An order that Stripe was
-- asked for by us has a session noted: without a member such a one was erased, and stays nobody's.
-- Definer: reads users by address and writes access_grants, which the payments writer may not.
create or replace function masterclass.grant_restored_payment(session_id text, address text) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  lost  masterclass.payments;
  buyer uuid := (select a.id from auth.users as a
                  where lower(a.email) = lower(address) and a.email_confirmed_at is not null);
begin
  select p.* into lost
    from masterclass.payments as p
   where p.checkout_session_id = session_id
     and p.user_id is null
     and not exists (select from masterclass.order_sessions as s where s.order_id = p.order_id)
     for update;
  if lost.id is null or (lost.seats is null
                         and exists (select from masterclass.access_grants as g where g.payment_id = lost.id)) then
    return 'kept';
  end if;
  if lost.seats is not null then
    update masterclass.payments as p set user_id = buyer where p.id = lost.id and buyer is not null;
    return case when buyer is null then 'nobody' else 'theirs' end;
  end if;
  insert into masterclass.access_grants (email, reason, granted_by, payment_id)
  values (lower(address), 'paid on ' || to_char(lost.paid_at, 'FMMonth FMDD, YYYY'), 'payments reconcile --since', lost.id);
  return 'waits';
end
$$;
revoke execute on function masterclass.grant_restored_payment(text, text) from public;
grant execute on function masterclass.grant_restored_payment(text, text) to masterclass_payments;
