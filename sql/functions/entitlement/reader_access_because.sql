-- Why the reader's access is what it is, in sentences.
-- Definer: calls access_because, about the reader alone.
create or replace function masterclass.reader_access_because() returns text[]
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.access_because(auth.uid())
$$;
revoke execute on function masterclass.reader_access_because() from public;
grant execute on function masterclass.reader_access_because() to authenticated;
