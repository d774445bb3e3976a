-- Everything that is held of the reader.
-- Definer: calls export_whole, which reads what no role of readers may; the reader's own alone.
create or replace function masterclass.export_reader() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.export_whole(auth.uid())
$$;
revoke execute on function masterclass.export_reader() from public;
grant execute on function masterclass.export_reader() to authenticated;
