-- Whether the member has passed the module's quiz; a module without questions has nothing to pass.
-- Definer: reads module_progress, which no role may.
create or replace function masterclass.quiz_is_passed(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select not exists (select from masterclass.quiz_questions as q where q.module_id = module and q.retired_at is null)
      or exists (select from masterclass.module_progress as p
                  where p.user_id = member and p.module_id = module and p.passed_at is not null)
$$;
revoke execute on function masterclass.quiz_is_passed(uuid, uuid) from public;
