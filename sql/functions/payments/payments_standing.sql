-- How many payments of a member for themselves stand. One is enough: of two, one wants to be refunded.
-- Definer: reads payments of any member with their refunds and disputes.
create or replace function masterclass.payments_standing(member uuid) returns bigint
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(*)
    from masterclass.payments as p
   where p.user_id = member
     and p.seats is null
     and masterclass.payment_stands(p)
     and p.amount_minor > 0
$$;
revoke execute on function masterclass.payments_standing(uuid) from public;
grant execute on function masterclass.payments_standing(uuid) to masterclass_payments;
