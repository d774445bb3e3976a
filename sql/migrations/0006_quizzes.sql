-- migrate:up

-- Answering. Answers are graded by functions that may read the key; no role that serves readers can.

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

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
