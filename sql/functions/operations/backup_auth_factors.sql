-- Second factors for the nightly backup: without them whoever has one would be let in by password alone after a restore.
-- Definer: reads auth.mfa_factors, which the backup's login may not.
create or replace function masterclass.backup_auth_factors() returns setof auth.mfa_factors
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select f.* from auth.mfa_factors as f
$$;
comment on function masterclass.backup_auth_factors() is 'Second factors, for the backup.';
revoke execute on function masterclass.backup_auth_factors() from public;
grant execute on function masterclass.backup_auth_factors() to masterclass_backup;
