-- Keeps where the reader is, and marks the block when it is completed. Returns why not ('absent', 'full-access',
-- 'block', 'member'), or null when the position is kept.
-- Definer: writes module_progress and completed_blocks, which no role may.
create or replace function masterclass.put_progress(slug text, block text, at_seconds integer, completed boolean) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader  uuid := masterclass.require_reader();
  opened  record;
  reached uuid;
begin
  if reader is null then
    return 'member';
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return opened.refusal;
  end if;
  select b.id into reached
    from masterclass.content_blocks as b
   where b.module_id = opened.module_id and b.key = block and b.retired_at is null;
  if reached is null then
    return 'block';
  end if;
  insert into masterclass.module_progress as p (user_id, module_id, block_id, seconds, read_at)
  values (reader, opened.module_id, reached, at_seconds, now())
      on conflict on constraint module_progress_pkey do update
     set block_id = excluded.block_id, seconds = excluded.seconds, read_at = excluded.read_at;
  if completed then
    insert into masterclass.completed_blocks (user_id, block_id) values (reader, reached) on conflict do nothing;
    if found then
      perform masterclass.complete_module(reader, opened.module_id);
    end if;
  end if;
  return null;
end
$$;
revoke execute on function masterclass.put_progress(text, text, integer, boolean) from public;
grant execute on function masterclass.put_progress(text, text, integer, boolean) to authenticated;
