-- The sessions at which somebody could still pay for what is settled: their order has come to an end, or another session
-- of it was kept; their member is gone, or has paid. Of the member who paid in a session.
-- Definer: reads sessions, orders and payments of any member.
create or replace function masterclass.sessions_to_close(paid_session text) returns setof text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.checkout_session_id
    from masterclass.order_sessions as s
    join masterclass.orders as o on o.id = s.order_id
    join masterclass.payments as p on p.checkout_session_id = paid_session and p.user_id = o.user_id
   where masterclass.session_is_to_close(s)
$$;
revoke execute on function masterclass.sessions_to_close(text) from public;
grant execute on function masterclass.sessions_to_close(text) to masterclass_payments;
