-- migrate:up

-- What wants somebody to look. Functions and the watch (functions/watch.py) write here; what is told to people, when and
-- how often is decided in shared/alerts/manners.py. No row holds a name, an address or a word of a member's.

-- An answer that failed or kept somebody waiting; written only then, by the one place that all answers pass through.
create table masterclass.failures (
  id          bigint      generated always as identity,
  request_id  text        not null,
  function    text        not null,
  method      text        not null,
  status      integer     not null,
  duration_ms integer     not null,
  failed_at   timestamptz not null default now(),
  constraint failures_pkey primary key (id)
);
comment on table masterclass.failures is 'Each answer of 500 and above, and each that took longer than two seconds.';
create index failures_failed_at_idx on masterclass.failures (failed_at);

-- One row for each time that something was wrong, from the first sign of it to its end.
create table masterclass.alerts (
  id          bigint        generated always as identity,
  name        text          not null,
  state       text          not null default 'open',
  detail      text          not null default '',
  objects     text[]        not null default '{}',
  times       bigint        not null default 0,
  recent      timestamptz[] not null default '{}',
  evaluations integer       not null default 0,
  raised_at   timestamptz   not null default now(),
  told_at     timestamptz,
  told        text[]        not null default '{}',
  over_at     timestamptz,
  constraint alerts_pkey primary key (id),
  constraint alerts_name_check check (name ~ '^[a-z][a-z0-9-]{0,59}$'),
  constraint alerts_state_check check (state in ('open', 'firing', 'muted', 'over')),
  constraint alerts_over_check check ((state = 'over') = (over_at is not null))
);
comment on column masterclass.alerts.state is
  'open: seen, and nobody was told. firing: somebody was told, and it goes on. muted: goes on, and nobody wants to hear.';
comment on column masterclass.alerts.objects is 'What it is about, by Stripe''s ids, ours or a name: payments, sessions, jobs.';
comment on column masterclass.alerts.times is 'How often a function has noted it.';
comment on column masterclass.alerts.recent is 'When functions noted it, the last ten times.';
comment on column masterclass.alerts.evaluations is 'At how many evaluations on end it was found.';
comment on column masterclass.alerts.told is 'The objects that somebody was told of.';
create unique index alerts_standing_key on masterclass.alerts (name) where over_at is null;
create index alerts_over_at_idx on masterclass.alerts (over_at);

create table masterclass.alert_mutes (
  name        text        not null,
  muted_until timestamptz not null,
  reason      text        not null,
  muted_at    timestamptz not null default now(),
  constraint alert_mutes_pkey primary key (name),
  constraint alert_mutes_reason_check check (char_length(reason) between 1 and 500)
);

-- One row: when the watch last looked, and who looks now. `outage_over_at` is when the database was last back.
create table masterclass.watch (
  only_row       boolean     not null default true,
  evaluated_at   timestamptz,
  claimed_until  timestamptz,
  outage_over_at timestamptz,
  constraint watch_pkey primary key (only_row),
  constraint watch_only_row_check check (only_row)
);
insert into masterclass.watch default values;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
