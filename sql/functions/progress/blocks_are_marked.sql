-- Whether the member has marked every block that the module has now.
-- Definer: reads completed_blocks, which no role may, and blocks whoever asks.
create or replace function masterclass.blocks_are_marked(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select not exists (
           select from masterclass.content_blocks as b
            where b.module_id = module
              and b.retired_at is null
              and not exists (select from masterclass.completed_blocks as c
                               where c.user_id = member and c.block_id = b.id))
$$;
revoke execute on function masterclass.blocks_are_marked(uuid, uuid) from public;
