-- migrate:up

-- What became of links that we mailed, for a week: a page can then tell "confirmed already" from "never ours", which
-- Supabase Auth itself forgets. Digests name nobody.
create table masterclass.spent_links (
  digest   bytea       not null,
  kind     text        not null,
  outcome  text        not null,
  change   bytea,
  spent_at timestamptz not null default now(),
  constraint spent_links_pkey primary key (digest),
  constraint spent_links_kind_check check (kind in ('confirmation', 'recovery', 'email_change')),
  constraint spent_links_outcome_check check (outcome in ('used', 'agreed', 'replaced'))
);
create index spent_links_spent_at_idx on masterclass.spent_links (spent_at);
create index spent_links_change_idx on masterclass.spent_links (change) where change is not null;
comment on table masterclass.spent_links is 'Links of mails that were followed or replaced, by the digest of their token.';
comment on column masterclass.spent_links.change is 'Both links of one change of address, so that each can tell when it is made.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
