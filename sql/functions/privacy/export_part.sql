-- One part of everything that is held of the reader, and where the next begins: see export_member_part.
-- Definer: calls export_member_part, which reads what no role of readers may; the reader's own alone.
create or replace function masterclass.export_part(after text, out document jsonb, out next text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.document, p.next from masterclass.export_member_part(auth.uid(), after) as p
$$;
revoke execute on function masterclass.export_part(text) from public;
grant execute on function masterclass.export_part(text) to authenticated;
