-- How people sign in, for the nightly backup.
-- Definer: reads auth.identities, which the backup's login may not.
create or replace function masterclass.backup_auth_identities() returns setof auth.identities
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select i.* from auth.identities as i
$$;
comment on function masterclass.backup_auth_identities() is 'How people sign in, for the backup.';
revoke execute on function masterclass.backup_auth_identities() from public;
grant execute on function masterclass.backup_auth_identities() to masterclass_backup;
