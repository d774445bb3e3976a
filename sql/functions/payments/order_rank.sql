-- How far an order has come; it only ever moves forward.
create or replace function masterclass.order_rank(state text) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case state when 'open' then 0 when 'processing' then 1 when 'expired' then 2 when 'failed' then 2
                    when 'refused' then 3 when 'paid' then 4 end
$$;
revoke execute on function masterclass.order_rank(text) from public;
grant execute on function masterclass.order_rank(text) to masterclass_payments;
