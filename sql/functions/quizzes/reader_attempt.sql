-- One attempt of the reader's: the questions as they were asked, own answers and what was said to them; or
-- {"refusal"}.
-- Definer: reads quiz_attempts and quiz_responses, which no role may; the reader's own alone.
create or replace function masterclass.reader_attempt(slug text, attempt uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (select case
              when o.refusal is not null then jsonb_build_object('refusal', o.refusal)
              else masterclass.attempt_summary(a) || jsonb_build_object(
                     'module', slug,
                     'questions', masterclass.questions_as_asked(a.question_ids),
                     'answers', (select coalesce(jsonb_agg(jsonb_build_object(
                                          'question_id', r.question_id, 'chosen', r.chosen, 'answered_at', r.answered_at)
                                          order by array_position(a.question_ids, r.question_id)), '[]')
                                   from masterclass.quiz_responses as r
                                  where r.attempt_id = a.id),
                     'feedback', masterclass.feedback_of(a.id, a.question_ids))
            end
       from masterclass.open_module(slug) as o
       left join masterclass.quiz_attempts as a
         on a.id = attempt and a.user_id = auth.uid() and a.module_id = o.module_id
      where o.refusal is not null or a.id is not null),
    jsonb_build_object('refusal', 'absent'))
$$;
revoke execute on function masterclass.reader_attempt(text, uuid) from public;
grant execute on function masterclass.reader_attempt(text, uuid) to authenticated;
