-- A pass mark that was lowered counts for all: open attempts go on with it, and whoever has reached it has passed. One
-- that was raised takes nothing away.
create or replace function masterclass.pass_reached_marks() returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  update masterclass.quiz_attempts as a
     set pass_percent = m.quiz_pass_percent
    from masterclass.content_modules as m
   where m.id = a.module_id
     and a.pass_percent > m.quiz_pass_percent;

  update masterclass.module_progress as p
     set passed_at = now()
    from masterclass.content_modules as m
   where m.id = p.module_id
     and p.passed_at is null
     and p.best_score_percent >= m.quiz_pass_percent;
$$;
revoke execute on function masterclass.pass_reached_marks() from public;
