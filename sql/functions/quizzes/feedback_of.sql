-- What is said to those of the attempt's answers that are named, in the order of their naming.
-- Definer: reads the key of the questions and quiz_responses, which no role may.
create or replace function masterclass.feedback_of(attempt uuid, questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(masterclass.feedback(q, r.credit) order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_responses as r
    join masterclass.quiz_questions as q on q.id = r.question_id
   where r.attempt_id = attempt
     and r.question_id = any (questions)
$$;
revoke execute on function masterclass.feedback_of(uuid, uuid[]) from public;
