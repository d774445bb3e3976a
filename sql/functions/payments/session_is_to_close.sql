-- Whether somebody could still pay in a session for what is settled: its order has come to an end, or kept another session;
-- its member is gone, or has paid.
-- Definer: reads orders and payments of any member.
create or replace function masterclass.session_is_to_close(session masterclass.order_sessions) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select session.closed_at is null
     and exists (
           select from masterclass.orders as o
            where o.id = session.order_id
              and (o.state not in ('open', 'processing')
                   or o.user_id is null
                   or o.checkout_session_id is distinct from session.checkout_session_id
                   or (o.seats is null and masterclass.payments_standing(o.user_id) > 0)
                   or masterclass.kind_in_review(o.user_id, o.seats is not null)))
$$;
revoke execute on function masterclass.session_is_to_close(masterclass.order_sessions) from public;
grant execute on function masterclass.session_is_to_close(masterclass.order_sessions) to masterclass_payments;
