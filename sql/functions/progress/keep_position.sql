-- Keeps where the reader is, with how far into which of the block's films, and marks the block when it is completed.
-- Nothing begun is nothing to keep: 0 seconds leave what is known of the film. Raises MC401, MC402, MC404.
-- Definer: writes module_progress, film_places and completed_blocks, which no role may.
create or replace function masterclass.keep_position(
  slug text, block text, film integer, at_seconds integer, completed boolean) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader  uuid := masterclass.require_reader();
  opened  uuid := masterclass.require_module(slug);
  reached uuid;
begin
  select b.id into reached
    from masterclass.content_blocks as b
   where b.module_id = opened and b.key = block and b.retired_at is null;
  if reached is null then
    raise exception using errcode = 'MC404', message = 'no such block',
      detail = '{"says": "The module has no such block."}';
  end if;
  insert into masterclass.module_progress as p (user_id, module_id, block_id, seconds, read_at)
  values (reader, opened, reached, at_seconds, now())
      on conflict on constraint module_progress_pkey do update
     set block_id = excluded.block_id, seconds = excluded.seconds, read_at = excluded.read_at;
  if at_seconds > 0 then
    insert into masterclass.film_places as f (user_id, block_id, film, seconds)
    values (reader, reached, keep_position.film, at_seconds)
        on conflict on constraint film_places_pkey do update set seconds = excluded.seconds;
  end if;
  if completed then
    insert into masterclass.completed_blocks (user_id, block_id) values (reader, reached) on conflict do nothing;
    if found then
      perform masterclass.complete_module(reader, opened);
    end if;
  end if;
end
$$;
revoke execute on function masterclass.keep_position(text, text, integer, integer, boolean) from public;
grant execute on function masterclass.keep_position(text, text, integer, integer, boolean) to authenticated;
