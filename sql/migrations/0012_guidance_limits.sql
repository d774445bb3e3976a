-- migrate:up

-- What members may ask and what the guide may cost: one row, which the platform's settings fill (set_guidance_limits).
-- A caller who could say it themselves would have no limit.
create table masterclass.guidance_limits (
  only_row             boolean     not null default true,
  questions_free       integer     not null default 0,
  questions_full       integer     not null default 0,
  burst_per_minute     integer     not null default 0,
  daily_spend_microusd bigint      not null default 0,
  updated_at           timestamptz not null default now(),
  constraint guidance_limits_pkey primary key (only_row),
  constraint guidance_limits_only_row_check check (only_row)
);
comment on column masterclass.guidance_limits.burst_per_minute is 'Questions a member may ask in a minute; 0 is no limit.';
insert into masterclass.guidance_limits default values;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
