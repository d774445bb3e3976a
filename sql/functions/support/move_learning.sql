-- Moves what one member learned to another: progress, attempts, case answers, plan, calculators, certificate; how many
-- rows. Where both have something of one kind the better, or else the other's own, stays.
-- Definer: writes what the learning domains hold of both.
create or replace function masterclass.move_learning(former uuid, latter uuid) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  moved   bigint := 0;
  changed bigint;
begin
  update masterclass.certificates as c set user_id = latter where c.user_id = former;
  get diagnostics moved = row_count;

  insert into masterclass.completed_blocks as c (user_id, block_id, completed_at)
  select latter, b.block_id, b.completed_at from masterclass.completed_blocks as b where b.user_id = former
      on conflict on constraint completed_blocks_pkey do update
     set completed_at = least(c.completed_at, excluded.completed_at);
  delete from masterclass.completed_blocks as b where b.user_id = former;
  get diagnostics changed = row_count;
  moved := moved + changed;

  -- Nobody has two attempts at one quiz under way: the other account's own goes on.
  delete from masterclass.quiz_attempts as a
   where a.user_id = former
     and a.completed_at is null
     and exists (select from masterclass.quiz_attempts as other
                  where other.user_id = latter and other.module_id = a.module_id and other.completed_at is null);
  update masterclass.quiz_attempts as a set user_id = latter where a.user_id = former;
  get diagnostics changed = row_count;
  moved := moved + changed;

  update masterclass.case_answers as a set user_id = latter where a.user_id = former;
  get diagnostics changed = row_count;
  moved := moved + changed;

  update masterclass.plan_entries as e set user_id = latter
   where e.user_id = former
     and not exists (select from masterclass.plan_entries as other where other.user_id = latter and other.key = e.key);
  get diagnostics changed = row_count;
  moved := moved + changed;

  update masterclass.plan_dates as d set user_id = latter
   where d.user_id = former
     and not exists (select from masterclass.plan_dates as other where other.user_id = latter and other.key = d.key);
  get diagnostics changed = row_count;
  moved := moved + changed;

  update masterclass.calculator_inputs as c set user_id = latter
   where c.user_id = former
     and not exists (select from masterclass.calculator_inputs as other
                      where other.user_id = latter and other.module_id = c.module_id);
  get diagnostics changed = row_count;
  return moved + changed + masterclass.move_progress(former, latter);
end
$$;
revoke execute on function masterclass.move_learning(uuid, uuid) from public;
