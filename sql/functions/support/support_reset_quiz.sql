-- Lets a member take a module's quiz anew: an attempt under way is dropped, and those that were completed count neither
-- for the limit nor for the pause. Whether there was anything to reset. MC404 for no such module, MC409 once passed.
-- Definer: writes quiz_attempts, which no role may.
create or replace function masterclass.support_reset_quiz(member uuid, slug text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  module  uuid;
  dropped integer;
  aside   integer;
begin
  select m.id into module from masterclass.content_modules as m where m.slug = support_reset_quiz.slug;
  if module is null then
    raise exception using errcode = 'MC404', detail = '{"says": "The course has no such module."}';
  end if;
  perform from masterclass.users as u where u.id = member for no key update;
  if exists (select from masterclass.module_progress as p
              where p.user_id = member and p.module_id = module and p.passed_at is not null) then
    raise exception using errcode = 'MC409', detail = '{"says": "This quiz is passed, and stays so."}';
  end if;
  delete from masterclass.quiz_attempts as a
   where a.user_id = member and a.module_id = module and a.completed_at is null;
  get diagnostics dropped = row_count;
  update masterclass.quiz_attempts as a
     set set_aside_at = now()
   where a.user_id = member and a.module_id = module and a.set_aside_at is null;
  get diagnostics aside = row_count;
  return dropped + aside > 0;
end
$$;
revoke execute on function masterclass.support_reset_quiz(uuid, text) from public;
