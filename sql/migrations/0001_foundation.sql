-- migrate:up

-- The ground: our schema and the roles that the functions act as. Written for the role `postgres` of a Supabase project,
-- which is no superuser, and for Postgres 15 to 18. What Supabase itself provides (schema auth, its tables, auth.uid(),
-- the roles anon and authenticated) is expected to be there. Tables, indexes and first rows are in this folder; what the
-- database does is in sql/functions, who may do it in sql/access.

create schema if not exists masterclass;
comment on schema masterclass is
  'The Primary Care Financial Masterclass. Not exposed to the data API: only its functions come here.';

-- Roles belong to the cluster, not to the database, so an earlier database may have made them already.
-- None has a password here; the operator sets those of the two logins (docs/deploy.md).
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      -- The one login of all functions. NOINHERIT: by itself it may do nothing, it must become another role.
      ('masterclass_functions', 'login noinherit'),
      -- Records what Stripe tells us, and nothing else.
      ('masterclass_payments', 'nologin'),
      -- Scheduled maintenance.
      ('masterclass_jobs', 'nologin'),
      -- Reads every row for the nightly backup.
      ('masterclass_backup', 'login')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
end
$$;

grant anon, authenticated, masterclass_payments, masterclass_jobs to masterclass_functions;

grant usage on schema masterclass
   to anon, authenticated, masterclass_functions, masterclass_payments, masterclass_jobs, masterclass_backup;

-- A new function is executable by everyone unless somebody remembers to revoke it. Nobody has to.
alter default privileges in schema masterclass revoke execute on functions from public;
alter default privileges revoke execute on functions from public;
-- The backup sees every table, those of later migrations too.
alter default privileges in schema masterclass grant select on tables to masterclass_backup;

create table masterclass.definitions (
  path       text        not null,
  digest     text        not null,
  facts      text[]      not null,
  applied_at timestamptz not null default now(),
  constraint definitions_pkey primary key (path)
);
comment on table masterclass.definitions is
  'Which files of sql/ this database was made from: `python -m shared migrate` applies those whose digest is another.';
comment on column masterclass.definitions.facts is
  'What the catalogue said of the objects of this file when it was applied; `migrate --check` compares.';

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
