-- Whose address this is, or null.
-- Definer: reads users by address.
create or replace function masterclass.member_of(address text) returns uuid
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select u.id from masterclass.users as u where u.email = lower(address)
$$;
revoke execute on function masterclass.member_of(text) from public;
grant execute on function masterclass.member_of(text) to masterclass_jobs;
