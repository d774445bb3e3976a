-- migrate:up

-- Who owns the course: what they may see and do is asked of this table, never of a claim.
create table masterclass.owners (
  user_id      uuid        not null,
  appointed_by text        not null,
  appointed_at timestamptz not null default now(),
  constraint owners_pkey primary key (user_id),
  constraint owners_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade
);
comment on table masterclass.owners is 'Members who may open /owner and act for others there.';

-- What was done for, or looked up about, a member, by whom and why. Written in the transaction of what it tells of.
create table masterclass.audit (
  id       bigint      not null generated always as identity,
  user_id  uuid,
  email    text,
  actor    text        not null,
  action   text        not null,
  reason   text        not null,
  detail   jsonb       not null default '{}',
  acted_at timestamptz not null default now(),
  constraint audit_pkey primary key (id),
  constraint audit_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint audit_reason_check check (char_length(reason) between 1 and 500),
  constraint audit_email_lower_check check (email = lower(email))
);
comment on table masterclass.audit is
  'Each act of support, with its reason; the member finds it in their export. Outlives the member without their words.';
comment on column masterclass.audit.email is 'Of whom has not signed up yet: an act for an address alone.';
comment on column masterclass.audit.actor is 'owner:<id> on the page /owner, cli:<login> on the command line.';
create index audit_user_id_idx on masterclass.audit (user_id, acted_at desc);
create index audit_email_idx on masterclass.audit (email) where email is not null;

-- The owner's figures as they were last made: one row, so that the page is one read. No member is in it.
create table masterclass.owner_report (
  only_row    boolean     not null default true,
  document    jsonb       not null,
  made_at     timestamptz not null,
  seconds     numeric     not null,
  mailed_week date,
  constraint owner_report_pkey primary key (only_row),
  constraint owner_report_only_row_check check (only_row)
);
comment on column masterclass.owner_report.mailed_week is 'The Monday of the week for which owners were mailed last.';
comment on table masterclass.owner_report is 'Tables of figures, small groups already hidden; made nightly and when an owner asks.';

-- Whom the owner may want to help, as it was when the figures were made.
create table masterclass.members_in_need (
  user_id   uuid        not null,
  need      text        not null,
  module_id uuid,
  block_id  uuid,
  times     integer     not null,
  since     timestamptz not null,
  constraint members_in_need_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint members_in_need_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint members_in_need_block_id_fkey foreign key (block_id) references masterclass.content_blocks (id),
  constraint members_in_need_key unique nulls not distinct (user_id, need, module_id),
  constraint members_in_need_need_check check (need in ('stopped', 'failed_twice', 'did_not_buy'))
);
comment on column masterclass.members_in_need.need is
  'stopped: full access, and 14 days without learning. failed_twice: a quiz completed twice and not passed. did_not_buy:
two visits to the pay page and no purchase.';
create index members_in_need_need_idx on masterclass.members_in_need (need, since desc);

-- A quiz that support has reset: its attempts stay, and no longer stand in the way of another.
alter table masterclass.quiz_attempts add column set_aside_at timestamptz;
comment on column masterclass.quiz_attempts.set_aside_at is
  'When support reset the quiz: the attempt counts neither for the limit nor for the pause between two.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
