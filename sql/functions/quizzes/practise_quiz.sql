-- Grades answers to questions that the reader has met in a completed attempt, and keeps nothing.
-- Definer: reads the key of the questions and quiz_attempts, which no role may.
create or replace function masterclass.practise_quiz(slug text, attempt uuid, answers jsonb) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  opened  record;
  met     uuid[];
  refused jsonb;
begin
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return jsonb_build_object('refusal', opened.refusal);
  end if;
  select coalesce(array_agg(distinct r.question_id), '{}') into met
    from masterclass.quiz_attempts as a
    join masterclass.quiz_responses as r on r.attempt_id = a.id
   where a.user_id = auth.uid() and a.module_id = opened.module_id and a.completed_at is not null;
  refused := masterclass.answer_faults(answers, met);
  if refused <> '[]' then
    return jsonb_build_object('refusal', 'answers', 'errors', refused);
  end if;
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
