-- migrate:up

-- What a member does with the course: reads blocks, answers questions, commits to a case, earns a certificate.
-- Answers are graded here, by functions that may read the key; no role that serves readers can. A member's
-- rows are written by these functions alone, so no request can set a score.

-- Reading ------------------------------------------------------------

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

-- Answering ------------------------------------------------------------

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
comment on column masterclass.certificates.name is
  'Empty where the member had given none; the first name they give then is the one that stays.';

call masterclass.protect('masterclass.module_progress');
call masterclass.protect('masterclass.completed_blocks');
call masterclass.protect('masterclass.quiz_attempts');
call masterclass.protect('masterclass.quiz_responses');
call masterclass.protect('masterclass.case_answers');
call masterclass.protect('masterclass.certificates');

-- Who may ------------------------------------------------------------

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

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
