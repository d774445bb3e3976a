-- The rule of completion: every block marked, and the quiz passed. A module that was completed stays so; what it was
-- the last one for is issued at once.
-- Definer: writes module_progress, which no role may.
create or replace function masterclass.complete_module(member uuid, module uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.module_progress as p
     set completed_at = now()
   where p.user_id = member
     and p.module_id = module
     and p.completed_at is null
     and masterclass.blocks_are_marked(member, module)
     and masterclass.quiz_is_passed(member, module);
  if found then
    perform masterclass.issue_certificate(member);
  end if;
end
$$;
revoke execute on function masterclass.complete_module(uuid, uuid) from public;
