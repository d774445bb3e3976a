-- Moves where one member is in each module to another; how many modules. The later place and the better outcome count,
-- and what the two come to together may complete a module.
-- Definer: writes module_progress of both.
create or replace function masterclass.move_progress(former uuid, latter uuid) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  moved bigint;
begin
  insert into masterclass.module_progress as p
         (user_id, module_id, block_id, seconds, read_at, best_score_percent, passed_at, completed_at)
  select latter, f.module_id, f.block_id, f.seconds, f.read_at, f.best_score_percent, f.passed_at, f.completed_at
    from masterclass.module_progress as f
   where f.user_id = former
      on conflict on constraint module_progress_pkey do update
     set block_id = case when p.read_at >= excluded.read_at then p.block_id else coalesce(excluded.block_id, p.block_id) end,
         seconds = case when p.read_at >= excluded.read_at then p.seconds else excluded.seconds end,
         read_at = greatest(p.read_at, excluded.read_at),
         best_score_percent = greatest(p.best_score_percent, excluded.best_score_percent),
         passed_at = least(p.passed_at, excluded.passed_at),
         completed_at = least(p.completed_at, excluded.completed_at);
  delete from masterclass.module_progress as f where f.user_id = former;
  get diagnostics moved = row_count;
  perform masterclass.complete_module(latter, p.module_id)
     from masterclass.module_progress as p
    where p.user_id = latter;
  return moved;
end
$$;
revoke execute on function masterclass.move_progress(uuid, uuid) from public;
