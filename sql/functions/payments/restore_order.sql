-- Makes an order again that Stripe tells of and the database has lost, from what its session carries: for oneself (seats
-- null), a pack or a gift. It is ordered at the course's own price, so that what was paid otherwise waits for somebody to
-- look; who is gone is nobody's order. Returns 'made', 'there', or 'not on sale' where the course has no such price.
-- Definer: reads users and the course, which the payments writer may not.
create or replace function masterclass.restore_order(
  order_id uuid, member uuid, price text, pack_of integer, is_gift boolean, is_live boolean, session_id text,
  ordered timestamptz)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  costs bigint := masterclass.price_of_seats(coalesce(pack_of, 1));
begin
  if exists (select from masterclass.orders as o where o.id = order_id) then
    return 'there';
  end if;
  if costs is null then
    return 'not on sale';
  end if;
  insert into masterclass.orders
         (id, user_id, price_id, amount_subtotal_minor, currency, livemode, state, checkout_session_id, created_at, seats,
          gift)
  select order_id, (select u.id from masterclass.users as u where u.id = member), price, costs, c.price_currency, is_live,
         'expired', session_id, ordered, pack_of, is_gift
    from masterclass.course as c;
  return 'made';
end
$$;
revoke execute on function masterclass.restore_order(uuid, uuid, text, integer, boolean, boolean, text, timestamptz)
  from public;
grant execute on function masterclass.restore_order(uuid, uuid, text, integer, boolean, boolean, text, timestamptz)
  to masterclass_payments;
