-- migrate:up

-- The ground: our schema, the roles that the functions act as, and the member row that every signed-up
-- person has. Written for the role `postgres` of a Supabase project, which is no superuser, and for
-- Postgres 15 to 18. What Supabase itself provides (schema auth, its tables, auth.uid(), the roles anon
-- and authenticated) is expected to be there.

create schema if not exists masterclass;
comment on schema masterclass is
  'The Primary Care Financial Masterclass. Not exposed to the data API: only its functions come here.';

-- Roles -----------------------------------------------------------------------------------------------
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
   to anon, authenticated, masterclass_payments, masterclass_jobs, masterclass_backup;

-- A new function is executable by everyone unless somebody remembers to revoke it. Nobody has to.
alter default privileges in schema masterclass revoke execute on functions from public;
alter default privileges revoke execute on functions from public;
-- The backup sees every table, those of later migrations too.
alter default privileges in schema masterclass grant select on tables to masterclass_backup;

-- Every table of ours goes through this: row level security on, and the one policy that lets the backup see
-- all rows. (A backup role without it exports too little, silently.)
create procedure masterclass.protect(protected regclass)
language plpgsql
set search_path = ''
as $$
begin
  execute format('alter table %s enable row level security', protected);
  execute format('create policy backup_reads_every_row on %s for select to masterclass_backup using (true)', protected);
end
$$;
revoke execute on procedure masterclass.protect(regclass) from public;

-- dbmate's own record of which migrations ran lives in our schema and is nobody's business.
call masterclass.protect('masterclass.schema_migrations');
grant select on masterclass.schema_migrations to masterclass_backup, masterclass_jobs;
create policy jobs_read_the_version on masterclass.schema_migrations for select to masterclass_jobs using (true);

-- Members ---------------------------------------------------------------------------------------------

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

call masterclass.protect('masterclass.users');

create policy members_read_themselves on masterclass.users
  for select to authenticated using (id = (select auth.uid()));
create policy members_rename_themselves on masterclass.users
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

-- Columns, not the table: the update policy alone would let a member write role = 'paid'.
grant select (id, email, name, role, created_at, updated_at), update (name) on masterclass.users to authenticated;

create function masterclass.touch_updated_at() returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end
$$;

create trigger users_touch_updated_at before update on masterclass.users
  for each row execute function masterclass.touch_updated_at();

-- The member row is made where the person is made, in the same transaction: Supabase's before-user-created
-- hook fires too early (the row does not exist, and on OAuth the id is another one).
create function masterclass.make_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.email is not null and new.email <> '' and not coalesce(new.is_anonymous, false) then
    insert into masterclass.users (id, email, name, role)
    values (new.id,
            lower(new.email),
            left(coalesce(new.raw_user_meta_data ->> 'name', ''), 200),
            'free') -- literally: nothing the person sends can say otherwise
        on conflict do nothing;
  end if;
  return null;
end
$$;

create trigger masterclass_make_member after insert on auth.users
  for each row execute function masterclass.make_member();

-- An address that was changed and confirmed is the member's address here too.
create function masterclass.follow_email() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.users
     set email = lower(new.email)
   where id = new.id
     and email <> lower(new.email);
  return null;
end
$$;

create trigger masterclass_follow_email after update of email on auth.users
  for each row when (new.email is not null and old.email is distinct from new.email)
  execute function masterclass.follow_email();

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
