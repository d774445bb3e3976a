-- How many seats of a pack are given to somebody.
-- Definer: reads grants, which readers may not.
create or replace function masterclass.taken_seats(pack uuid) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(*)::integer from masterclass.access_grants as g where g.payment_id = pack and g.revoked_at is null
$$;
revoke execute on function masterclass.taken_seats(uuid) from public;
