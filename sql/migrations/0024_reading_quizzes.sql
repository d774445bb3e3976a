-- migrate:up

-- Quizzes and attempts as their reader may see them: never the key of what was not answered.

-- The questions as they are, or as the open attempt asked them; with `missed`, those that the newest completed
-- attempt did not get wholly right. Never the key.
create function masterclass.reader_quiz(slug text, missed boolean) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  opened    record;
  current   masterclass.quiz_attempts;
  questions uuid[];
begin
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return jsonb_build_object('refusal', opened.refusal);
  end if;
  select * into current
    from masterclass.quiz_attempts as a
   where a.user_id = auth.uid() and a.module_id = opened.module_id and a.completed_at is null;
  if missed then
    select coalesce(array_agg(r.question_id order by array_position(last.question_ids, r.question_id)), '{}')
      into questions
      from (select * from masterclass.quiz_attempts as a
             where a.user_id = auth.uid() and a.module_id = opened.module_id and a.completed_at is not null
             order by a.completed_at desc
             limit 1) as last
      join masterclass.quiz_responses as r on r.attempt_id = last.id and r.credit < 1;
  else
    questions := coalesce(current.question_ids, masterclass.current_questions(opened.module_id));
    if questions = '{}' then
      return jsonb_build_object('refusal', 'absent');
    end if;
  end if;
  return jsonb_build_object(
           'module', slug,
           'pass_percent', (select m.quiz_pass_percent from masterclass.content_modules as m where m.id = opened.module_id),
           'questions', masterclass.questions_as_asked(questions),
           'attempt', case when current.id is not null then jsonb_build_object(
                        'attempt_id', current.id,
                        'answered', (select count(*) from masterclass.quiz_responses as r where r.attempt_id = current.id),
                        'feedback', masterclass.feedback_of(current.id, current.question_ids))
                      end,
           'best_score_percent', (select p.best_score_percent from masterclass.module_progress as p
                                   where p.user_id = auth.uid() and p.module_id = opened.module_id));
end
$$;
grant execute on function masterclass.reader_quiz(text, boolean) to authenticated;

create function masterclass.attempt_summary(a masterclass.quiz_attempts) returns jsonb
language sql
stable
security definer
set search_path = ''
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

-- Whether and when another attempt may begin, so that nobody answers a question to learn that it does not count.
create function masterclass.retake_policy(reader uuid, module uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'possible', refused.reason is null,
           'reason', refused.reason,
           'at', case when refused.reason = 'cooldown'
                      then made.completed_at + make_interval(mins => m.quiz_cooldown_minutes::integer) end,
           'limit', nullif(m.quiz_attempts, 0),
           'used', made.attempts,
           'cooldown_minutes', m.quiz_cooldown_minutes)
    from masterclass.content_modules as m
   cross join lateral (select count(*) as attempts, max(a.completed_at) as completed_at,
                              count(*) filter (where a.completed_at is null) as unfinished
                         from masterclass.quiz_attempts as a
                        where a.user_id = reader and a.module_id = m.id) as made
   cross join lateral (select case when made.unfinished > 0 then 'open'
                                   else masterclass.attempt_refusal(reader, m) ->> 'refusal'
                              end as reason) as refused
   where m.id = module
$$;

create function masterclass.reader_attempts(slug text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select case
           when o.refusal is not null then jsonb_build_object('refusal', o.refusal)
           else jsonb_build_object(
                  'module', slug,
                  'retake', masterclass.retake_policy(auth.uid(), o.module_id),
                  'attempts', (select coalesce(jsonb_agg(masterclass.attempt_summary(a) order by a.started_at desc), '[]')
                                 from masterclass.quiz_attempts as a
                                where a.user_id = auth.uid() and a.module_id = o.module_id))
         end
    from masterclass.open_module(slug) as o
$$;
grant execute on function masterclass.reader_attempts(text) to authenticated;

create function masterclass.reader_attempt(slug text, attempt uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
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
grant execute on function masterclass.reader_attempt(text, uuid) to authenticated;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
