-- migrate:up

-- What a member does with the course: reads blocks, answers questions, commits to a case, earns a certificate.
-- Answers are graded here, by functions that may read the key; no role that serves readers can. A member's
-- rows are written by these functions alone, so no request can set a score.

-- Reading ---------------------------------------------------------------------------------------------

create table masterclass.module_progress (
  user_id            uuid        not null,
  module_id          uuid        not null,
  block_id           uuid,
  seconds            integer     not null default 0,
  read_at            timestamptz,
  best_score_percent integer,
  passed_at          timestamptz,
  completed_at       timestamptz,
  constraint module_progress_pkey primary key (user_id, module_id),
  constraint module_progress_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint module_progress_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint module_progress_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id),
  constraint module_progress_seconds_check check (seconds between 0 and 86400),
  constraint module_progress_best_score_percent_check check (best_score_percent between 0 and 100)
);
comment on table masterclass.module_progress is
  'Where a member is in a module and how far they came. Kept as it happens, so that reading it costs the same after
   ten attempts and after ten thousand.';
comment on column masterclass.module_progress.completed_at is
  'When every block was marked and the quiz passed. Stays, also when the course grows.';

create table masterclass.completed_blocks (
  user_id      uuid        not null,
  block_id     uuid        not null,
  completed_at timestamptz not null default now(),
  constraint completed_blocks_pkey primary key (user_id, block_id),
  constraint completed_blocks_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint completed_blocks_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id)
);

-- Answering -------------------------------------------------------------------------------------------

create table masterclass.quiz_attempts (
  id            uuid        not null,
  user_id       uuid        not null,
  module_id     uuid        not null,
  question_ids  uuid[]      not null,
  pass_percent  integer     not null,
  started_at    timestamptz not null default now(),
  completed_at  timestamptz,
  score_percent integer,
  constraint quiz_attempts_pkey primary key (id),
  constraint quiz_attempts_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint quiz_attempts_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint quiz_attempts_completed_check check ((completed_at is null) = (score_percent is null)),
  constraint quiz_attempts_score_percent_check check (score_percent between 0 and 100)
);
comment on column masterclass.quiz_attempts.id is 'Made by the client, so that a repeated request is the same attempt.';
comment on column masterclass.quiz_attempts.question_ids is
  'The questions as they were asked, in order: an edit of the course makes new rows and changes no attempt.';
-- One open attempt a module: otherwise one could read the key in one and score with another.
create unique index quiz_attempts_open_key on masterclass.quiz_attempts (user_id, module_id) where completed_at is null;
create index quiz_attempts_user_id_module_id_idx
    on masterclass.quiz_attempts (user_id, module_id, completed_at desc);

create table masterclass.quiz_responses (
  attempt_id  uuid        not null,
  question_id uuid        not null,
  chosen      jsonb       not null,
  credit      numeric     not null,
  answered_at timestamptz not null default now(),
  constraint quiz_responses_pkey primary key (attempt_id, question_id),
  constraint quiz_responses_attempt_id_fkey
    foreign key (attempt_id) references masterclass.quiz_attempts (id) on delete cascade,
  constraint quiz_responses_question_id_fkey foreign key (question_id) references masterclass.quiz_questions (id),
  constraint quiz_responses_credit_check check (credit between 0 and 1)
);
comment on table masterclass.quiz_responses is 'The first answer to a question in an attempt stands.';

create table masterclass.case_answers (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid        not null,
  case_id    uuid        not null,
  answer     text        not null,
  created_at timestamptz not null default now(),
  constraint case_answers_pkey primary key (id),
  constraint case_answers_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint case_answers_case_id_fkey foreign key (case_id) references masterclass.case_reviews (id),
  constraint case_answers_answer_check check (char_length(answer) between 1 and 10000)
);
create index case_answers_user_id_idx on masterclass.case_answers (user_id, case_id, created_at);

create table masterclass.certificates (
  code           text        not null,
  user_id        uuid        not null,
  name           text        not null,
  course         text        not null,
  course_version text        not null,
  minutes        bigint      not null,
  modules        jsonb       not null,
  issued_at      timestamptz not null default now(),
  constraint certificates_pkey primary key (code),
  constraint certificates_user_id_key unique (user_id),
  constraint certificates_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint certificates_code_check check (code ~ '^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$')
);
comment on table masterclass.certificates is
  'What was earned, as it was on that day: a later course, name or score changes no certificate.';

call masterclass.protect('masterclass.module_progress');
call masterclass.protect('masterclass.completed_blocks');
call masterclass.protect('masterclass.quiz_attempts');
call masterclass.protect('masterclass.quiz_responses');
call masterclass.protect('masterclass.case_answers');
call masterclass.protect('masterclass.certificates');

-- Who may ------------------------------------------------------------------------------------------------

-- The module a request names, when the reader may open it. `refusal` is 'absent' or 'full-access'.
create function masterclass.open_module(wanted_slug text)
returns table (module_id uuid, refusal text)
language sql
stable
security definer
set search_path = ''
as $$
  select m.id,
         case when not (m.is_preview or masterclass.reader_has_full_access()) then 'full-access' end
    from masterclass.content_modules as m
   where m.slug = wanted_slug
     and m.retired_at is null
   union all
  select null, 'absent'
   limit 1
$$;

-- Every row below hangs on the member row; where the trigger's is missing, this makes it.
create function masterclass.require_reader() returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader uuid := auth.uid();
begin
  if not exists (select from masterclass.users as u where u.id = reader) then
    perform masterclass.repair_members(reader);
    if not exists (select from masterclass.users as u where u.id = reader) then
      return null;
    end if;
  end if;
  return reader;
end
$$;

-- Progress -------------------------------------------------------------------------------------------------

create function masterclass.quiz_is_passed(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select not exists (select from masterclass.quiz_questions as q where q.module_id = module and q.retired_at is null)
      or exists (select from masterclass.module_progress as p
                  where p.user_id = member and p.module_id = module and p.passed_at is not null)
$$;

create function masterclass.blocks_are_marked(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select not exists (
           select from masterclass.content_blocks as b
            where b.module_id = module
              and b.retired_at is null
              and not exists (select from masterclass.completed_blocks as c
                               where c.user_id = member and c.block_id = b.id))
$$;

create function masterclass.complete_module(member uuid, module uuid) returns void
language sql
security definer
set search_path = ''
as $$
  update masterclass.module_progress as p
     set completed_at = now()
   where p.user_id = member
     and p.module_id = module
     and p.completed_at is null
     and masterclass.blocks_are_marked(member, module)
     and masterclass.quiz_is_passed(member, module)
$$;

-- Returns why not ('absent', 'full-access', 'block', 'member'), or null when the position is kept.
create function masterclass.put_progress(slug text, block text, at_seconds integer, completed boolean) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader  uuid := masterclass.require_reader();
  opened  record;
  reached uuid;
begin
  if reader is null then
    return 'member';
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return opened.refusal;
  end if;
  select b.id into reached
    from masterclass.content_blocks as b
   where b.module_id = opened.module_id and b.key = block and b.retired_at is null;
  if reached is null then
    return 'block';
  end if;
  insert into masterclass.module_progress as p (user_id, module_id, block_id, seconds, read_at)
  values (reader, opened.module_id, reached, at_seconds, now())
      on conflict on constraint module_progress_pkey do update
     set block_id = excluded.block_id, seconds = excluded.seconds, read_at = excluded.read_at;
  if completed then
    insert into masterclass.completed_blocks (user_id, block_id) values (reader, reached) on conflict do nothing;
    if found then
      perform masterclass.complete_module(reader, opened.module_id);
    end if;
  end if;
  return null;
end
$$;
grant execute on function masterclass.put_progress(text, text, integer, boolean) to authenticated;

-- The whole course as this member stands in it. completed_percent counts every block and every quiz once.
create function masterclass.reader_progress() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  with standing as (
    select m.slug, m.order_index, p.seconds, p.read_at, p.best_score_percent,
           p.passed_at is not null as passed, p.completed_at,
           b.key as block,
           (select count(*) from masterclass.content_blocks as a
             where a.module_id = m.id and a.retired_at is null) as blocks,
           (select count(*) from masterclass.completed_blocks as c
              join masterclass.content_blocks as a on a.id = c.block_id
             where c.user_id = auth.uid() and a.module_id = m.id and a.retired_at is null) as marked,
           (m.question_count > 0)::integer as quizzes
      from masterclass.content_modules as m
      left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = auth.uid()
      left join masterclass.content_blocks as b on b.id = p.block_id and b.retired_at is null
     where m.retired_at is null
  )
  select jsonb_build_object(
           'completed_percent', coalesce(floor(100.0 * sum(marked + quizzes * passed::integer)
                                               / nullif(sum(blocks + quizzes), 0)), 0)::integer,
           'resume', (select jsonb_build_object('module', r.slug, 'block', r.block, 'seconds', r.seconds)
                        from standing as r
                       where r.read_at is not null and r.block is not null
                       order by r.read_at desc
                       limit 1),
           'modules', coalesce(jsonb_agg(jsonb_build_object(
             'module', slug,
             'state', case when completed_at is not null then 'completed'
                           when marked > 0 or read_at is not null or best_score_percent is not null then 'in_progress'
                           else 'not_started'
                      end,
             'block', block,
             'seconds', coalesce(seconds, 0),
             'best_score_percent', best_score_percent,
             'passed', passed) order by order_index), '[]'))
    from standing
$$;
grant execute on function masterclass.reader_progress() to authenticated;

-- Grading ----------------------------------------------------------------------------------------------------

-- Between 0 and 1. Several right options: each right tick earns its share, each wrong one costs its share of the
-- wrong options, so that ticking everything earns exactly nothing.
create function masterclass.credit(question masterclass.quiz_questions, chosen jsonb) returns numeric
language sql
immutable
set search_path = ''
as $$
  select case question.kind
           when 'numeric' then
             (abs((chosen ->> 0)::numeric - (question.correct_answer ->> 0)::numeric) <= question.tolerance)::integer
           when 'single' then
             (chosen = question.correct_answer)::integer
           else greatest(0,
             (select count(*) from jsonb_array_elements(chosen) as c where question.correct_answer @> c)::numeric
               / jsonb_array_length(question.correct_answer)
             - (select count(*) from jsonb_array_elements(chosen) as c where not question.correct_answer @> c)::numeric
               / greatest(1, jsonb_array_length(question.options) - jsonb_array_length(question.correct_answer)))
         end
$$;

-- Why an answer cannot be graded, or null: it must fit the question that it names.
create function masterclass.answer_fault(question masterclass.quiz_questions, chosen jsonb) returns text
language sql
immutable
set search_path = ''
as $$
  select case
           when question.kind = 'numeric' then
             case when jsonb_array_length(chosen) <> 1 or chosen ->> 0 !~ '^[+-]?[0-9]{1,18}(\.[0-9]{1,12})?$'
                  then 'one decimal number as a string, such as "330000" or "-12.5"'
             end
           when question.kind = 'single' and jsonb_array_length(chosen) <> 1 then 'exactly one option'
           when jsonb_array_length(chosen) = 0 then 'at least one option'
           when exists (select from jsonb_array_elements_text(chosen) as c (id)
                         where not exists (select from jsonb_array_elements(question.options) as o
                                            where o ->> 'id' = c.id)) then 'options of this question'
           when (select count(distinct c) < count(*) from jsonb_array_elements(chosen) as c) then 'each option once'
         end
$$;

create function masterclass.feedback(question masterclass.quiz_questions, given numeric) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
           'question_id', question.id,
           'correct', given = 1,
           'credit', round(given, 4),
           'correct_options', question.correct_answer,
           'explanations', question.explanations,
           'block', (select b.key from masterclass.content_blocks as b where b.id = question.block_id))
$$;

create function masterclass.feedback_of(attempt uuid, questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(masterclass.feedback(q, r.credit) order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_responses as r
    join masterclass.quiz_questions as q on q.id = r.question_id
   where r.attempt_id = attempt
     and r.question_id = any (questions)
$$;

create function masterclass.questions_as_asked(questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'id', q.id,
           'position', array_position(questions, q.id),
           'kind', q.kind,
           'question', q.question,
           'unit', q.unit,
           'options', (select coalesce(jsonb_agg(jsonb_build_object('id', o ->> 'id', 'text', o ->> 'text') order by n), '[]')
                         from jsonb_array_elements(q.options) with ordinality as listed (o, n))))
           order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_questions as q
   where q.id = any (questions)
$$;

create function masterclass.current_questions(module uuid) returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(array_agg(q.id order by q.position, q.id), '{}')
    from masterclass.quiz_questions as q
   where q.module_id = module
     and q.retired_at is null
$$;

-- Submitting -------------------------------------------------------------------------------------------------

-- The faults of `answers` ([{"question_id", "chosen"}]) against the questions asked, each with its place.
create function masterclass.answer_faults(answers jsonb, questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'pointer', '/answers/' || (n - 1) || case when q.id is null or twice then '/question_id' else '/chosen' end,
           'detail', case when q.id is null then 'not a question of this attempt'
                          when twice then 'each question once'
                          else masterclass.answer_fault(q, a -> 'chosen')
                     end) order by n), '[]')
    from (select a, n, count(*) over (partition by a ->> 'question_id') > 1 as twice
            from jsonb_array_elements(answers) with ordinality as listed (a, n)) as given
    left join masterclass.quiz_questions as q
      on q.id = (a ->> 'question_id')::uuid
     and q.id = any (questions)
   where q.id is null
      or twice
      or masterclass.answer_fault(q, a -> 'chosen') is not null
$$;

-- Whether a new attempt may begin: null, or {"refusal", …}.
create function masterclass.attempt_refusal(reader uuid, module masterclass.content_modules) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select case
           when (select count(*) from masterclass.quiz_attempts as a
                  where a.user_id = reader and a.module_id = module.id and module.quiz_attempts > 0) >= greatest(module.quiz_attempts, 1)
             then jsonb_build_object('refusal', 'limit', 'attempts', module.quiz_attempts)
           when last.completed_at > now() - make_interval(mins => module.quiz_cooldown_minutes::integer)
             then jsonb_build_object('refusal', 'cooldown', 'seconds', ceil(extract(epoch from
                    last.completed_at + make_interval(mins => module.quiz_cooldown_minutes::integer) - now())))
         end
    from (select max(a.completed_at) as completed_at
            from masterclass.quiz_attempts as a
           where a.user_id = reader and a.module_id = module.id) as last
$$;

-- Grades answers and keeps them. The first answer to a question stands; the same request again gives the same
-- answer. Returns what submit-quiz answers, or {"refusal": …} with nothing written.
create function masterclass.submit_quiz(slug text, attempt uuid, answers jsonb) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader   uuid := masterclass.require_reader();
  opened   record;
  module   masterclass.content_modules;
  current  masterclass.quiz_attempts;
  refused  jsonb;
  named    uuid[];
  reached  bigint;
begin
  if reader is null then
    return jsonb_build_object('refusal', 'member');
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return jsonb_build_object('refusal', opened.refusal);
  end if;
  -- Whatever one member sends about one module happens in order.
  perform pg_advisory_xact_lock(hashtextextended(reader::text || opened.module_id::text, 0));
  select * into module from masterclass.content_modules as m where m.id = opened.module_id;
  select * into current from masterclass.quiz_attempts as a where a.id = attempt;
  if current.id is null then
    select jsonb_build_object('refusal', 'open', 'attempt_id', a.id) into refused
      from masterclass.quiz_attempts as a
     where a.user_id = reader and a.module_id = module.id and a.completed_at is null;
    refused := coalesce(refused, masterclass.attempt_refusal(reader, module));
    if refused is not null then
      return refused;
    end if;
    current := row(attempt, reader, module.id, masterclass.current_questions(module.id), module.quiz_pass_percent,
                   now(), null, null);
    if current.question_ids = '{}' then
      return jsonb_build_object('refusal', 'absent');
    end if;
  elsif current.user_id <> reader or current.module_id <> module.id then
    return jsonb_build_object('refusal', 'absent');
  end if;

  refused := masterclass.answer_faults(answers, current.question_ids);
  if refused <> '[]' then
    return jsonb_build_object('refusal', 'answers', 'errors', refused);
  end if;
  insert into masterclass.quiz_attempts select current.* on conflict do nothing;
  insert into masterclass.quiz_responses (attempt_id, question_id, chosen, credit)
  select current.id, q.id, a -> 'chosen', masterclass.credit(q, a -> 'chosen')
    from jsonb_array_elements(answers) as a
    join masterclass.quiz_questions as q on q.id = (a ->> 'question_id')::uuid
      on conflict do nothing;

  select count(*) into reached from masterclass.quiz_responses as r where r.attempt_id = current.id;
  if current.completed_at is null and reached = cardinality(current.question_ids) then
    update masterclass.quiz_attempts as a
       set completed_at = now(),
           score_percent = (select round(100 * sum(r.credit) / reached) from masterclass.quiz_responses as r
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
grant execute on function masterclass.submit_quiz(text, uuid, jsonb) to authenticated;

-- Grades answers to questions that the reader has met in a completed attempt, and keeps nothing.
create function masterclass.practise_quiz(slug text, attempt uuid, answers jsonb) returns jsonb
language plpgsql
stable
security definer
set search_path = ''
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
grant execute on function masterclass.practise_quiz(text, uuid, jsonb) to authenticated;

-- Reading quizzes ---------------------------------------------------------------------------------------------

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

-- Cases ---------------------------------------------------------------------------------------------------------

create function masterclass.answer_case(slug text, wanted_case text, given_answer text) returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader uuid := masterclass.require_reader();
  opened record;
  asked  masterclass.case_reviews;
begin
  if reader is null then
    return jsonb_build_object('refusal', 'member');
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return jsonb_build_object('refusal', opened.refusal);
  end if;
  select * into asked
    from masterclass.case_reviews as c
   where c.module_id = opened.module_id and c.key = wanted_case and c.retired_at is null;
  if asked.id is null then
    return jsonb_build_object('refusal', 'absent');
  end if;
  -- The same answer sent twice, by a nervous network or finger, is one answer.
  perform pg_advisory_xact_lock(hashtextextended(reader::text || asked.id::text, 1));
  insert into masterclass.case_answers (user_id, case_id, answer)
  select reader, asked.id, given_answer
   where given_answer is distinct from (select a.answer from masterclass.case_answers as a
                                         where a.user_id = reader and a.case_id = asked.id
                                         order by a.created_at desc
                                         limit 1);
  return jsonb_build_object('rubric', asked.rubric, 'model_answer_html', asked.model_answer_html);
end
$$;
grant execute on function masterclass.answer_case(text, text, text) to authenticated;

create function masterclass.reader_case_answers(slug text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select case
           when o.refusal is not null then jsonb_build_object('refusal', o.refusal)
           else jsonb_build_object('module', slug, 'answers', (
                  select coalesce(jsonb_agg(jsonb_build_object(
                           'case_id', c.key, 'title', c.title, 'prompt', c.prompt, 'answer', a.answer,
                           'answered_at', a.created_at, 'rubric', c.rubric,
                           'model_answer_html', c.model_answer_html) order by a.created_at desc), '[]')
                    from masterclass.case_answers as a
                    join masterclass.case_reviews as c on c.id = a.case_id
                   where a.user_id = auth.uid() and c.module_id = o.module_id))
         end
    from masterclass.open_module(slug) as o
$$;
grant execute on function masterclass.reader_case_answers(text) to authenticated;

-- Certificates --------------------------------------------------------------------------------------------------

-- What still stands between the member and the certificate. A module that was once completed stays so.
create function masterclass.missing_for_certificate(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('module', m.slug, 'what', lacking.what)
                            order by m.order_index, lacking.place), '[]')
    from masterclass.content_modules as m
    left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = member
   cross join lateral (values
           (1, 'blocks', p.completed_at is null and not masterclass.blocks_are_marked(member, m.id)),
           (2, 'quiz', p.completed_at is null and not masterclass.quiz_is_passed(member, m.id)),
           (3, 'case', exists (select from masterclass.case_reviews as c
                                where c.module_id = m.id and c.retired_at is null)
                       and not exists (select from masterclass.case_answers as a
                                         join masterclass.case_reviews as c on c.id = a.case_id
                                        where a.user_id = member and c.module_id = m.id))
         ) as lacking (place, what, is_missing)
   where m.retired_at is null
     and lacking.is_missing
$$;

-- Twelve characters of Crockford's alphabet, 60 bits: not to be guessed, and easy to read from paper.
create function masterclass.certificate_code() returns text
language sql
volatile
set search_path = ''
as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(uuid_send(gen_random_uuid()), 0) & 31) + 1, 1)
                    || case when n in (4, 8) then '-' else '' end, '' order by n)
    from generate_series(1, 12) as n
$$;

create function masterclass.reader_certificate() returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader  uuid := masterclass.require_reader();
  missing jsonb;
begin
  if reader is null then
    return jsonb_build_object('refusal', 'member');
  end if;
  if not masterclass.reader_has_full_access() then
    return jsonb_build_object('refusal', 'full-access');
  end if;
  if not exists (select from masterclass.certificates as c where c.user_id = reader) then
    missing := masterclass.missing_for_certificate(reader);
    if missing <> '[]' then
      return jsonb_build_object('state', 'missing', 'code', null, 'missing', missing);
    end if;
    insert into masterclass.certificates (code, user_id, name, course, course_version, minutes, modules)
    select masterclass.certificate_code(), u.id, coalesce(nullif(u.name, ''), 'Name not given'), course.title,
           course.version, listed.minutes, listed.modules
      from masterclass.users as u,
           masterclass.course as course,
           (select sum(m.minutes) as minutes,
                   jsonb_agg(jsonb_build_object(
                     'module', m.slug, 'title', m.title, 'minutes', m.minutes, 'objectives', m.objectives,
                     'best_score_percent', p.best_score_percent) order by m.order_index) as modules
              from masterclass.content_modules as m
              left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = reader
             where m.retired_at is null) as listed
     where u.id = reader
        on conflict on constraint certificates_user_id_key do nothing;
  end if;
  return (select jsonb_build_object('state', 'earned', 'code', c.code, 'missing', '[]'::jsonb)
            from masterclass.certificates as c
           where c.user_id = reader);
end
$$;
grant execute on function masterclass.reader_certificate() to authenticated;

-- Anyone who holds the paper may compare it. Revoked means: the money was given back. A complimentary access
-- that merely ended revokes nothing.
create function masterclass.public_certificate(wanted_code text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'code', c.code, 'name', c.name, 'course', c.course, 'course_version', c.course_version,
           'minutes', c.minutes, 'modules', c.modules, 'issued_at', c.issued_at,
           'revoked', not masterclass.has_full_access(c.user_id)
                      and exists (select from masterclass.payments as p
                                   where p.user_id = c.user_id
                                     and p.paid_at is not null
                                     and not masterclass.payment_stands(p)))
    from masterclass.certificates as c
   where c.code = wanted_code
$$;
grant execute on function masterclass.public_certificate(text) to anon, authenticated;

-- Taking it along -------------------------------------------------------------------------------------------------

create function masterclass.export_learning(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'progress', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'module', m.slug, 'block', b.key, 'seconds', p.seconds, 'read_at', p.read_at,
                                 'best_score_percent', p.best_score_percent, 'passed_at', p.passed_at,
                                 'completed_at', p.completed_at) order by m.order_index), '[]')
                          from masterclass.module_progress as p
                          join masterclass.content_modules as m on m.id = p.module_id
                          left join masterclass.content_blocks as b on b.id = p.block_id
                         where p.user_id = member),
           'completed_blocks', (select coalesce(jsonb_agg(jsonb_build_object(
                                         'block', b.key, 'completed_at', c.completed_at) order by c.completed_at), '[]')
                                  from masterclass.completed_blocks as c
                                  join masterclass.content_blocks as b on b.id = c.block_id
                                 where c.user_id = member),
           'attempts', (select coalesce(jsonb_agg(masterclass.attempt_summary(a) || jsonb_build_object(
                                 'responses', (select coalesce(jsonb_agg(jsonb_build_object(
                                                        'question', q.question, 'chosen', r.chosen, 'credit', r.credit,
                                                        'answered_at', r.answered_at) order by r.answered_at), '[]')
                                                 from masterclass.quiz_responses as r
                                                 join masterclass.quiz_questions as q on q.id = r.question_id
                                                where r.attempt_id = a.id)) order by a.started_at), '[]')
                          from masterclass.quiz_attempts as a
                         where a.user_id = member),
           'case_answers', (select coalesce(jsonb_agg(jsonb_build_object(
                                     'case', c.title, 'answer', a.answer, 'created_at', a.created_at)
                                     order by a.created_at), '[]')
                              from masterclass.case_answers as a
                              join masterclass.case_reviews as c on c.id = a.case_id
                             where a.user_id = member),
           'certificate', (select to_jsonb(c) - 'user_id' from masterclass.certificates as c where c.user_id = member))
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
