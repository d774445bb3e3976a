-- The modules that the reader may open: a preview is for everyone, all the others for whoever has full access, which is
-- asked once however many there are. Policies ask here, once a statement.
-- Definer: reads the modules whoever asks.
create or replace function masterclass.open_modules() returns setof uuid
language sql
stable
rows 20
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.id
    from masterclass.content_modules as m
   where (m.is_preview and m.retired_at is null)
      or (select masterclass.reader_has_full_access())
$$;
revoke execute on function masterclass.open_modules() from public;
grant execute on function masterclass.open_modules() to anon, authenticated;
