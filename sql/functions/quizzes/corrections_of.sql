-- The attempt's answered questions whose key was corrected since: each with its successor, and with what is said to the
-- answer today. What was never answered is not told.
-- Definer: reads the key of the questions and quiz_responses, which no role may.
create or replace function masterclass.corrections_of(a masterclass.quiz_attempts) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'question_id', asked.id,
           'question', masterclass.questions_as_asked(array[today.id]) -> 0,
           'feedback', masterclass.feedback(today, masterclass.credit_today(asked, today, r.chosen, r.credit)))
           order by array_position(a.question_ids, asked.id)), '[]')
    from masterclass.quiz_responses as r
    join masterclass.quiz_questions as asked on asked.id = r.question_id
   cross join lateral masterclass.newest_version(asked.id) as today
   where r.attempt_id = a.id
     and a.completed_at is not null
     and masterclass.is_corrected(asked, today)
$$;
revoke execute on function masterclass.corrections_of(masterclass.quiz_attempts) from public;
