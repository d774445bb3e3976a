-- Makes an order again that Stripe tells of and the database has lost, from what its session carries. Price and currency
-- must be the course's own; who is gone is nobody's order. Returns 'made', 'there', 'another price'.
-- Definer: reads users and the course, which the payments writer may not.
create or replace function masterclass.restore_order(
  order_id uuid, member uuid, price text, amount bigint, paid_currency text, is_live boolean, session_id text, ordered timestamptz)
returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from masterclass.orders as o where o.id = order_id) then
    return 'there';
  end if;
  if not exists (select from masterclass.course as c
                  where (c.price_amount_minor, c.price_currency::text) = (amount, paid_currency)) then
    return 'another price';
  end if;
  insert into masterclass.orders
         (id, user_id, price_id, amount_subtotal_minor, currency, livemode, state, checkout_session_id, created_at)
  values (order_id, (select u.id from masterclass.users as u where u.id = member), price, amount, paid_currency, is_live,
          'expired', session_id, ordered);
  return 'made';
end
$$;
revoke execute on function masterclass.restore_order(uuid, uuid, text, bigint, text, boolean, text, timestamptz) from public;
grant execute on function masterclass.restore_order(uuid, uuid, text, bigint, text, boolean, text, timestamptz)
  to masterclass_payments;
