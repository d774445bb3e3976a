-- The day that quotas and spending are counted by, in UTC.
create or replace function masterclass.today() returns date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select (now() at time zone 'utc')::date
$$;
revoke execute on function masterclass.today() from public;
