-- Makes the reader's member row where it is missing; returns whether it was.
-- Definer: calls repair_members, which reads auth.users and writes users.
create or replace function masterclass.ensure_reader() returns boolean
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.repair_members(auth.uid()) > 0
$$;
revoke execute on function masterclass.ensure_reader() from public;
grant execute on function masterclass.ensure_reader() to authenticated;
