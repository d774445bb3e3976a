-- The questions as they are, or as the open attempt asked them; with `missed`, those that the newest completed
-- attempt did not get wholly right, as they are asked and graded today. Never the key.
-- Definer: reads quiz_attempts and quiz_responses, which no role may; the reader's own alone.
create or replace function masterclass.reader_quiz(slug text, missed boolean) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  opened    uuid := masterclass.require_module(slug);
  current   masterclass.quiz_attempts;
  questions uuid[];
begin
  select * into current
    from masterclass.quiz_attempts as a
   where a.user_id = auth.uid() and a.module_id = opened and a.completed_at is null;
  if missed then
    select coalesce(array_agg(today.id order by array_position(last.question_ids, r.question_id)), '{}')
      into questions
      from (select * from masterclass.quiz_attempts as a
             where a.user_id = auth.uid() and a.module_id = opened and a.completed_at is not null
             order by a.completed_at desc
             limit 1) as last
      join masterclass.quiz_responses as r on r.attempt_id = last.id
      join masterclass.quiz_questions as asked on asked.id = r.question_id
     cross join lateral masterclass.newest_version(r.question_id) as today
     where today.id is not null
       and masterclass.credit_today(asked, today, r.chosen, r.credit) < 1;
  else
    questions := coalesce(current.question_ids, masterclass.current_questions(opened));
    if questions = '{}' then
      raise exception using errcode = 'MC404', message = 'the module has no quiz';
    end if;
  end if;
  return jsonb_build_object(
           'module', slug,
           'pass_percent', coalesce(current.pass_percent, (select m.quiz_pass_percent from masterclass.content_modules as m
                                                           where m.id = opened)),
           'questions', masterclass.questions_as_asked(questions),
           'attempt', case when current.id is not null then jsonb_build_object(
                        'attempt_id', current.id,
                        'answered', (select count(*) from masterclass.quiz_responses as r where r.attempt_id = current.id),
                        'feedback', masterclass.feedback_of(current.id, current.question_ids))
                      end,
           'best_score_percent', (select p.best_score_percent from masterclass.module_progress as p
                                   where p.user_id = auth.uid() and p.module_id = opened),
           'passed', exists (select from masterclass.module_progress as p
                              where p.user_id = auth.uid() and p.module_id = opened and p.passed_at is not null));
end
$$;
revoke execute on function masterclass.reader_quiz(text, boolean) from public;
grant execute on function masterclass.reader_quiz(text, boolean) to authenticated;
