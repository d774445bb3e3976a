-- migrate:up

-- Scheduled work: each run of a job, from its start to what came of it. The watcher reads here what failed and what is
-- overdue, the operator what a night did.
create table masterclass.job_runs (
  id          bigint      not null generated always as identity,
  job         text        not null,
  state       text        not null default 'running',
  started_at  timestamptz not null default now(),
  finished_at timestamptz,
  detail      jsonb,
  token_hash  bytea,
  taken_at    timestamptz,
  constraint job_runs_pkey primary key (id),
  constraint job_runs_state_check check (state in ('running', 'succeeded', 'failed')),
  constraint job_runs_finished_check check ((state = 'running') = (finished_at is null))
);
create index job_runs_job_started_at_idx on masterclass.job_runs (job, started_at desc);
comment on table masterclass.job_runs is 'Runs of scheduled jobs, and of drills; housekeeping keeps 400 days of them.';
comment on column masterclass.job_runs.detail is
  'What the work answered; of a failed run {"says": a sentence}. Names no person.';
comment on column masterclass.job_runs.token_hash is
  'SHA-256 of the token that lets the background half of this run begin, once.';
comment on column masterclass.job_runs.taken_at is 'When the background half began; its token opens nothing any more.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
