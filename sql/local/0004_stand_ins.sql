-- Local only: what the stand-ins keep between two runs, beyond what Supabase's own tables hold.

create schema if not exists local_auth authorization supabase_auth_admin;
create schema if not exists local_mail authorization supabase_auth_admin;
set role supabase_auth_admin;

-- The keys that sign access tokens. One signs, the others are still believed: sessions survive a restart and
-- a rotation.
create table if not exists local_auth.signing_keys (
  kid         text        not null,
  state       text        not null,
  private_jwk jsonb       not null,
  created_at  timestamptz not null default now(),
  constraint signing_keys_pkey primary key (kid),
  constraint signing_keys_state_check check (state in ('standby', 'current', 'previous', 'revoked'))
);
create unique index if not exists signing_keys_current_key on local_auth.signing_keys (state)
  where state in ('standby', 'current');

-- Every mail that the platform sent. The page /.local/mail shows them.
create table if not exists local_mail.messages (
  id        bigint      generated always as identity,
  recipient text        not null,
  subject   text        not null,
  text      text        not null,
  html      text        not null,
  sent_at   timestamptz not null default now(),
  constraint messages_pkey primary key (id)
);

reset role;
