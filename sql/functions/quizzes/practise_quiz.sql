-- Grades answers to questions that the reader has met in a completed attempt, as they are asked today, and keeps
-- nothing. Raises MC402, MC404, MC422.
-- Definer: reads the key of the questions and quiz_attempts, which no role may.
create or replace function masterclass.practise_quiz(slug text, attempt uuid, answers jsonb) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  opened  uuid := masterclass.require_module(slug);
  met     uuid[];
begin
  select coalesce(array_agg(distinct coalesce((masterclass.newest_version(r.question_id)).id, r.question_id)), '{}') into met
    from masterclass.quiz_attempts as a
    join masterclass.quiz_responses as r on r.attempt_id = a.id
   where a.user_id = auth.uid() and a.module_id = opened and a.completed_at is not null;
  perform masterclass.require_fitting(answers, met);
  return (
    select jsonb_build_object(
             'attempt_id', attempt,
             'feedback', jsonb_agg(masterclass.feedback(q, masterclass.credit(q, a -> 'chosen')) order by n),
             'answered', jsonb_array_length(answers), 'total', jsonb_array_length(answers),
             'completed', false, 'score_percent', null, 'passed', null)
      from jsonb_array_elements(answers) with ordinality as listed (a, n)
      join masterclass.quiz_questions as q on q.id = (a ->> 'question_id')::uuid);
end
$$;
revoke execute on function masterclass.practise_quiz(text, uuid, jsonb) from public;
grant execute on function masterclass.practise_quiz(text, uuid, jsonb) to authenticated;
