-- An attempt in a line: when, how far, with which score.
-- Definer: reads quiz_responses, which no role may.
create or replace function masterclass.attempt_summary(a masterclass.quiz_attempts) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'attempt_id', a.id,
           'started_at', a.started_at,
           'completed_at', a.completed_at,
           'answered', (select count(*) from masterclass.quiz_responses as r where r.attempt_id = a.id),
           'total', cardinality(a.question_ids),
           'score_percent', a.score_percent,
           'passed', a.score_percent >= a.pass_percent)
$$;
revoke execute on function masterclass.attempt_summary(masterclass.quiz_attempts) from public;
