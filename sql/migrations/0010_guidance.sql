-- migrate:up

-- Asking the guide: conversations that belong to their member, and a ledger that is written before the provider is
-- called. What a question may cost at most is reserved in one conditional statement, and given back or settled
-- afterwards; a reservation whose call died is swept.

create table masterclass.conversations (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid        not null,
  module_id  uuid        not null,
  case_id    uuid,
  created_at timestamptz not null default now(),
  constraint conversations_pkey primary key (id),
  constraint conversations_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint conversations_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint conversations_case_id_fkey foreign key (case_id) references masterclass.case_reviews (id)
);
comment on column masterclass.conversations.case_id is 'The case that the first question was asked from, if any.';
create index conversations_user_id_module_id_idx on masterclass.conversations (user_id, module_id, created_at desc);

create table masterclass.messages (
  id              uuid        not null default gen_random_uuid(),
  conversation_id uuid        not null,
  place           bigint      generated always as identity,
  role            text        not null,
  content         text        not null,
  status          text        not null default 'complete',
  sources         jsonb       not null default '[]',
  citations       jsonb       not null default '[]',
  instruction     text,
  model           text,
  input_tokens    bigint,
  output_tokens   bigint,
  created_at      timestamptz not null default now(),
  constraint messages_pkey primary key (id),
  constraint messages_conversation_id_fkey
    foreign key (conversation_id) references masterclass.conversations (id) on delete cascade,
  constraint messages_role_check check (role in ('user', 'assistant')),
  constraint messages_status_check check (status in ('pending', 'complete', 'partial')),
  constraint messages_content_check check (char_length(content) <= 20000)
);
comment on table masterclass.messages is 'What was asked and answered, in order of place; roles are given here, never by a client.';
comment on column masterclass.messages.sources is
  '[{"block_id", "version"}]: every passage that the answer was made from. Where one of them may no longer be read, the
   answer is not put before the provider again.';
comment on column masterclass.messages.citations is
  '[{"block_id", "version", "block", "module", "heading"}]: the passages that the answer names, as they were that day.';
create index messages_conversation_id_place_idx on masterclass.messages (conversation_id, place);

create table masterclass.ai_usage (
  user_id       uuid    not null,
  day           date    not null,
  reserved      integer not null default 0,
  settled       integer not null default 0,
  cost_microusd bigint  not null default 0,
  constraint ai_usage_pkey primary key (user_id, day),
  constraint ai_usage_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint ai_usage_reserved_check check (reserved >= 0),
  constraint ai_usage_settled_check check (settled >= 0)
);
comment on table masterclass.ai_usage is
  'Questions of a member on a day (UTC): under way (reserved) and counted (settled), and what the provider took.';

create table masterclass.ai_spend (
  day              date   not null,
  reserved_microusd bigint not null default 0,
  settled_microusd  bigint not null default 0,
  constraint ai_spend_pkey primary key (day),
  constraint ai_spend_reserved_microusd_check check (reserved_microusd >= 0)
);
comment on table masterclass.ai_spend is 'What all questions of a day cost together, in millionths of a dollar; the breaker reads it.';

create table masterclass.ai_reservations (
  message_id    uuid        not null,
  user_id       uuid        not null,
  day           date        not null,
  cost_microusd bigint      not null,
  expires_at    timestamptz not null,
  constraint ai_reservations_pkey primary key (message_id),
  constraint ai_reservations_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint ai_reservations_message_id_fkey
    foreign key (message_id) references masterclass.messages (id) on delete cascade
);
comment on table masterclass.ai_reservations is 'One row per question that is being answered right now.';
create index ai_reservations_expires_at_idx on masterclass.ai_reservations (expires_at);
create index ai_reservations_user_id_idx on masterclass.ai_reservations (user_id);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
