-- The later stage wins, whatever the order of arrival: a refund can still fail after it succeeded.
create or replace function masterclass.refund_rank(status text) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case status when 'pending' then 0 when 'requires_action' then 1 when 'succeeded' then 2 else 3 end
$$;
revoke execute on function masterclass.refund_rank(text) from public;
grant execute on function masterclass.refund_rank(text) to masterclass_payments;
