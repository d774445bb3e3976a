-- Raises the completed attempts that a corrected key wronged, keeps who they were, and passes and completes what they
-- reach by it. Nobody loses anything, and a second call raises nobody.
create or replace function masterclass.regrade_attempts() returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  affected record;
  raised   integer := 0;
begin
  for affected in
    select f.*, a.user_id, a.module_id
      from masterclass.affected_attempts('-infinity') as f
      join masterclass.quiz_attempts as a on a.id = f.attempt_id
     where f.completed_at is not null
       and f.raised_percent > f.score_percent
  loop
    insert into masterclass.quiz_regrades (attempt_id, question_keys, score_before, score_after, passed_by_it)
    values (affected.attempt_id, affected.keys, affected.score_percent, affected.raised_percent,
            affected.score_percent < affected.pass_percent and affected.raised_percent >= affected.pass_percent);
    update masterclass.quiz_responses as r
       set credit = greatest(r.credit, masterclass.credit_today(asked, masterclass.newest_version(asked.id), r.chosen, r.credit))
      from masterclass.quiz_questions as asked
     where asked.id = r.question_id
       and r.attempt_id = affected.attempt_id;
    update masterclass.quiz_attempts as a set score_percent = affected.raised_percent where a.id = affected.attempt_id;
    update masterclass.module_progress as p
       set best_score_percent = greatest(p.best_score_percent, affected.raised_percent),
           passed_at = coalesce(p.passed_at, case when affected.raised_percent >= affected.pass_percent then now() end)
     where p.user_id = affected.user_id
       and p.module_id = affected.module_id;
    perform masterclass.complete_module(affected.user_id, affected.module_id);
    raised := raised + 1;
  end loop;
  return raised;
end
$$;
revoke execute on function masterclass.regrade_attempts() from public;
