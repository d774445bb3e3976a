-- Whose picture this is, also for those who may not see it: what tells "pay for it" from "there is no such".
-- Definer: reads media that the reader may not see: what tells "pay for it" from "there is no such".
create or replace function masterclass.module_of_media(media_id uuid) returns uuid
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.module_id from masterclass.media as m where m.id = media_id
$$;
revoke execute on function masterclass.module_of_media(uuid) from public;
grant execute on function masterclass.module_of_media(uuid) to anon, authenticated;
