-- Grades answers and keeps them. The first answer to a question stands; the same request again gives the same answer.
-- Returns what submit-quiz answers. Raises MC401, MC402, MC404, MC411, MC412, MC422, MC431, MC435, and then nothing is written.
-- Definer: writes attempts, answers and progress, which no role may, and reads the key.
create or replace function masterclass.submit_quiz(slug text, attempt uuid, answers jsonb) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader   uuid := masterclass.require_reader();
  opened   uuid := masterclass.require_module(slug);
  module   masterclass.content_modules;
  current  masterclass.quiz_attempts;
  is_new   boolean;
  named    uuid[];
  reached  bigint;
begin
  -- Whatever one member sends about one module happens in order.
  perform pg_advisory_xact_lock(hashtextextended(reader::text || opened::text, 0));
  select * into module from masterclass.content_modules as m where m.id = opened;
  select * into current from masterclass.quiz_attempts as a where a.id = attempt;
  is_new := current.id is null;
  if is_new then
    perform masterclass.require_attempt(reader, module);
    current := row(attempt, reader, module.id, masterclass.current_questions(module.id), module.quiz_pass_percent,
                   now(), null, null);
    if current.question_ids = '{}' then
      raise exception using errcode = 'MC404', message = 'the module has no quiz';
    end if;
  elsif current.user_id <> reader or current.module_id <> module.id then
    raise exception using errcode = 'MC404', message = 'no such attempt';
  end if;

  perform masterclass.require_fitting(answers, current.question_ids);
  if is_new then
    perform masterclass.count_written(250 * (1 + cardinality(current.question_ids))); -- what its rows will take
    insert into masterclass.quiz_attempts select current.* on conflict do nothing;
    if not found then -- somebody else took this very id meanwhile, or the member did for another module
      raise exception using errcode = 'MC404', message = 'no such attempt';
    end if;
  end if;
  insert into masterclass.quiz_responses (attempt_id, question_id, chosen, credit)
  select current.id, q.id, a -> 'chosen', masterclass.credit(q, a -> 'chosen')
    from jsonb_array_elements(answers) as a
    join masterclass.quiz_questions as q on q.id = (a ->> 'question_id')::uuid
      on conflict do nothing;

  select count(*) into reached from masterclass.quiz_responses as r where r.attempt_id = current.id;
  if current.completed_at is null and reached = cardinality(current.question_ids) then
    update masterclass.quiz_attempts as a
       set completed_at = now(),
           pass_percent = least(a.pass_percent, module.quiz_pass_percent), -- a mark lowered meanwhile counts for all
           score_percent = (select masterclass.score_percent(sum(r.credit), cardinality(a.question_ids)) from masterclass.quiz_responses as r
                             where r.attempt_id = a.id)
     where a.id = current.id
    returning * into current;
    insert into masterclass.module_progress as p (user_id, module_id, best_score_percent, passed_at)
    values (reader, module.id, current.score_percent,
            case when current.score_percent >= current.pass_percent then now() end)
        on conflict on constraint module_progress_pkey do update
       set best_score_percent = greatest(p.best_score_percent, excluded.best_score_percent),
           passed_at = coalesce(p.passed_at, excluded.passed_at);
    perform masterclass.complete_module(reader, module.id);
  end if;

  select array_agg((a ->> 'question_id')::uuid) into named from jsonb_array_elements(answers) as a;
  return jsonb_build_object(
           'attempt_id', current.id,
           'feedback', masterclass.feedback_of(current.id, named),
           'answered', reached,
           'total', cardinality(current.question_ids),
           'completed', current.completed_at is not null,
           'score_percent', current.score_percent,
           'passed', current.score_percent >= current.pass_percent);
end
$$;
revoke execute on function masterclass.submit_quiz(text, uuid, jsonb) from public;
grant execute on function masterclass.submit_quiz(text, uuid, jsonb) to authenticated;
