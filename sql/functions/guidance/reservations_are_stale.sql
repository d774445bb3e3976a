-- Whether there is anything to sweep.
-- Definer: reads ai_reservations, which no role may.
create or replace function masterclass.reservations_are_stale() returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from masterclass.ai_reservations as r where r.expires_at < now())
$$;
revoke execute on function masterclass.reservations_are_stale() from public;
grant execute on function masterclass.reservations_are_stale() to authenticated;
