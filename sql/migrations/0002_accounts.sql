-- migrate:up

-- Members: one row for every person who has signed up, how often they did something costly, and what the sign-up hook
-- answered.

create table masterclass.users (
  id         uuid        not null,
  email      text        not null,
  name       text        not null default '',
  role       text        not null default 'free',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint users_pkey primary key (id),
  constraint users_id_fkey foreign key (id) references auth.users (id) on delete cascade,
  constraint users_email_key unique (email),
  constraint users_email_lower_check check (email = lower(email)),
  constraint users_name_length_check check (char_length(name) <= 200),
  constraint users_role_check check (role in ('free', 'paid'))
);
comment on table masterclass.users is
  'One row per member. The password hash stays in auth.users.encrypted_password and is never copied here.';
comment on column masterclass.users.role is
  'A cache of has_full_access(id), kept by triggers; nothing authorises on it.';

create table masterclass.member_limits (
  user_id      uuid        not null,
  action       text        not null,
  window_start timestamptz not null,
  used         bigint      not null,
  constraint member_limits_pkey primary key (user_id, action),
  constraint member_limits_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint member_limits_used_check check (used > 0)
);
comment on table masterclass.member_limits is
  'How often a member did something costly in the current window; one row per action, overwritten.';

-- Supabase Auth calls the hook up to three times for one sign-up; metadata.uuid stays the same. What was
-- answered is kept, so that each gets the same answer. No address is kept.
create table masterclass.signup_hook_calls (
  id          uuid        not null,
  refusal     text,
  received_at timestamptz not null default now(),
  constraint signup_hook_calls_pkey primary key (id)
);
create index signup_hook_calls_received_at_idx on masterclass.signup_hook_calls (received_at);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
