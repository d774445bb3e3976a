-- How many seats of a pack are paid for still: none when its payment does not stand, and fewer by what was refunded.
-- Definer: reads refunds, which readers may not.
create or replace function masterclass.paid_seats(pack masterclass.payments) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when not masterclass.payment_stands(pack) then 0
              when pack.amount_minor = 0 then pack.seats
              else pack.seats - ceil(pack.seats * masterclass.refunded_minor(pack)::numeric / pack.amount_minor)::integer
         end
$$;
revoke execute on function masterclass.paid_seats(masterclass.payments) from public;
