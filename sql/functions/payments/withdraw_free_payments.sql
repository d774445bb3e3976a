-- Withdraws what the member with that address got for nothing (a 100 % code): there is nothing to refund. Returns how many.
-- Definer: writes payments, which the operator's role may not.
create or replace function masterclass.withdraw_free_payments(address text) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with withdrawn as (
    update masterclass.payments as p
       set withdrawn_at = now()
     where p.user_id = masterclass.member_of(address)
       and p.amount_minor = 0
       and p.withdrawn_at is null
    returning p.id
  )
  select count(*)::integer from withdrawn
$$;
revoke execute on function masterclass.withdraw_free_payments(text) from public;
