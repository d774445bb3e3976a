-- What so many seats cost in all, in the course's currency: each at the price of the highest tier that it reaches, and one
-- alone at the price of the course. Null where the course sells no seats.
create or replace function masterclass.price_of_seats(seats integer) returns bigint
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select case when seats = 1 then c.price_amount_minor
              else seats * (select (tier ->> 'amount_minor')::bigint
                              from jsonb_array_elements(c.seat_tiers) as tier
                             where (tier ->> 'from')::integer <= seats
                             order by (tier ->> 'from')::integer desc
                             limit 1)
         end
    from masterclass.course as c
$$;
revoke execute on function masterclass.price_of_seats(integer) from public;
grant execute on function masterclass.price_of_seats(integer) to anon, authenticated, masterclass_payments;
