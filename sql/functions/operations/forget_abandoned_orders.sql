-- Closes orders that never got a pay page, takes the links and what was to stand on an invoice from orders that nobody paid
-- within 30 days, and removes those after 400, at most `most` of each. Returns how many orders it touched.
-- Definer: writes orders, which the jobs role may not.
create or replace function masterclass.forget_abandoned_orders(most integer) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with unpaid as (
    select o.id, o.state, o.created_at,
           num_nonnulls(o.checkout_url, o.recovery_url, o.invoice_url, o.invoice) > 0 as says_something
      from masterclass.orders as o
     where ((o.state = 'open' and o.checkout_session_id is null and o.created_at < now() - interval '25 hours')
            or (o.state in ('expired', 'failed', 'given up') and o.created_at < now() - interval '30 days'))
       and not exists (select from masterclass.payments as p where p.order_id = o.id)
       and not exists (select from masterclass.order_sessions as s where s.order_id = o.id and s.closed_at is null)
  ), closed as (
    update masterclass.orders
       set state = 'expired'
     where id in (select id from unpaid where state = 'open' limit most)
    returning id
  ), removed as (
    delete from masterclass.orders
     where id in (select id from unpaid where state <> 'open' and created_at < now() - interval '400 days' limit most)
    returning id
  ), scrubbed as (
    update masterclass.orders
       set checkout_url = null, recovery_url = null, invoice_url = null, invoice = null
     where id in (select id from unpaid
                   where state <> 'open' and says_something and created_at >= now() - interval '400 days' limit most)
    returning id
  )
  select ((select count(*) from closed) + (select count(*) from removed) + (select count(*) from scrubbed))::integer
$$;
comment on function masterclass.forget_abandoned_orders(integer) is 'Closes, scrubs and at last removes orders that nobody paid.';
revoke execute on function masterclass.forget_abandoned_orders(integer) from public;
grant execute on function masterclass.forget_abandoned_orders(integer) to masterclass_jobs;
