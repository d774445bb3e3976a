-- How far an order has come; it only ever moves forward.
create or replace function masterclass.order_rank(state text) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case state when 'open' then 0 when 'processing' then 1 when 'given up' then 2 when 'expired' then 3
                    when 'failed' then 3 when 'review' then 4 when 'paid' then 5 end
$$;
revoke execute on function masterclass.order_rank(text) from public;
grant execute on function masterclass.order_rank(text) to masterclass_payments;
