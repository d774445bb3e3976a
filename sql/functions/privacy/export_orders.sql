-- What is held of a member's orders, beyond what was paid: each with the pay pages that Stripe made for it.
-- Definer: reads the member's orders and their sessions.
create or replace function masterclass.export_orders(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(o) - 'user_id' - 'checkout_url' || jsonb_build_object('sessions', (
           select coalesce(jsonb_agg(to_jsonb(s) - 'order_id' order by s.created_at), '[]')
             from masterclass.order_sessions as s
            where s.order_id = o.id)) order by o.created_at), '[]')
    from masterclass.orders as o
   where o.user_id = member
$$;
revoke execute on function masterclass.export_orders(uuid) from public;
