-- What is held of a member's orders, beyond what was paid.
-- Definer: reads the member's orders.
create or replace function masterclass.export_orders(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(to_jsonb(o) - 'user_id' - 'checkout_url' order by o.created_at), '[]')
    from masterclass.orders as o
   where o.user_id = member
$$;
revoke execute on function masterclass.export_orders(uuid) from public;
