-- Whether the reader has full access. Policies run with the reader's own rights, and a reader may ask only about
-- themselves.
-- Definer: calls has_full_access, about the reader alone.
create or replace function masterclass.reader_has_full_access() returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(masterclass.has_full_access(auth.uid()), false)
$$;
revoke execute on function masterclass.reader_has_full_access() from public;
grant execute on function masterclass.reader_has_full_access() to anon, authenticated;
