-- migrate:up

-- Explanations as they are written: tables, lists, bold. What was loaded before has none until the next sync.
alter table masterclass.quiz_questions add column explanations_html jsonb not null default '{}';
comment on column masterclass.quiz_questions.explanations_html is
  'The same as explanations, rendered and sanitised when the course was loaded. Part of the key.';

-- Whose score a corrected key raised: what was found wrong stays to be told.
create table masterclass.quiz_regrades (
  id            bigint      not null generated always as identity,
  attempt_id    uuid        not null,
  question_keys text[]      not null,
  score_before  integer     not null,
  score_after   integer     not null,
  passed_by_it  boolean     not null,
  regraded_at   timestamptz not null default now(),
  constraint quiz_regrades_pkey primary key (id),
  constraint quiz_regrades_attempt_id_fkey
    foreign key (attempt_id) references masterclass.quiz_attempts (id) on delete cascade,
  constraint quiz_regrades_only_raise_check check (score_after > score_before)
);
create index quiz_regrades_attempt_id_idx on masterclass.quiz_regrades (attempt_id);

-- The name as the learner confirmed it, and the day as it was where they were.
alter table masterclass.certificates
  add column confirmed_at timestamptz,
  add column issued_on    date;
comment on column masterclass.certificates.confirmed_at is
  'When the learner said how their name is printed; from then on it changes by a reissue with a reason alone.';
comment on column masterclass.certificates.issued_on is
  'The day of issue in the time zone that the learner confirmed it from; null is the day in UTC.';

create table masterclass.certificate_reissues (
  id          bigint      not null generated always as identity,
  code        text        not null,
  former_name text        not null,
  name        text        not null,
  reason      text        not null,
  reissued_by text        not null,
  reissued_at timestamptz not null default now(),
  constraint certificate_reissues_pkey primary key (id),
  constraint certificate_reissues_code_fkey
    foreign key (code) references masterclass.certificates (code) on delete cascade,
  constraint certificate_reissues_reason_check check (reason <> '')
);
create index certificate_reissues_code_idx on masterclass.certificate_reissues (code);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
