-- Local only: the roles that a Supabase project comes with. On a real project Supabase has made them.
-- Run by the superuser supabase_admin at every start; does nothing the second time. Holds no password: the
-- supervisor sets those of the logins afterwards.

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      -- Whom the data API and our functions act as.
      ('anon',                'nologin inherit'),
      ('authenticated',       'nologin inherit'),
      ('service_role',        'nologin inherit bypassrls'),
      ('authenticator',       'login noinherit'),
      -- Supabase Auth logs in as this one; it owns the schema auth.
      ('supabase_auth_admin', 'login noinherit'),
      -- The project's owner: no superuser. Migrations run as this one.
      ('postgres',            'login nosuperuser createdb createrole replication bypassrls')
    ) as roles (name, attributes)
  loop
    if not exists (select from pg_catalog.pg_roles where rolname = wanted.name) then
      execute format('create role %I %s', wanted.name, wanted.attributes);
    end if;
  end loop;
end
$$;

grant anon, authenticated, service_role to authenticator;
-- With the admin option, so that a migration may grant them on.
grant anon, authenticated, service_role to postgres with admin option;
grant pg_monitor, pg_read_all_data, pg_signal_backend to postgres;

alter role anon set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role supabase_auth_admin set search_path = 'auth';
alter role supabase_auth_admin set idle_in_transaction_session_timeout = '60s';
alter role postgres set search_path = "$user", public, extensions;

-- So that a restore can load rows without their triggers, as Supabase lets its owner.
grant set on parameter session_replication_role to postgres;
