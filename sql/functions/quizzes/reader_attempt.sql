-- One attempt of the reader's: the questions as they were asked, own answers, what was said to them, and what was
-- corrected since. Raises MC402, MC404.
-- Definer: reads quiz_attempts and quiz_responses, which no role may; the reader's own alone.
create or replace function masterclass.reader_attempt(slug text, attempt uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  opened uuid := masterclass.require_module(slug);
  made   masterclass.quiz_attempts;
begin
  select * into made
    from masterclass.quiz_attempts as a
   where a.id = attempt and a.user_id = auth.uid() and a.module_id = opened;
  if made.id is null then
    raise exception using errcode = 'MC404', message = 'no such attempt';
  end if;
  return masterclass.attempt_summary(made) || jsonb_build_object(
           'module', slug,
           'questions', masterclass.questions_as_asked(made.question_ids),
           'answers', (select coalesce(jsonb_agg(jsonb_build_object(
                                'question_id', r.question_id, 'chosen', r.chosen, 'answered_at', r.answered_at)
                                order by array_position(made.question_ids, r.question_id)), '[]')
                         from masterclass.quiz_responses as r
                        where r.attempt_id = made.id),
           'feedback', masterclass.feedback_of(made.id, made.question_ids),
           'corrections', masterclass.corrections_of(made));
end
$$;
revoke execute on function masterclass.reader_attempt(text, uuid) from public;
grant execute on function masterclass.reader_attempt(text, uuid) to authenticated;
