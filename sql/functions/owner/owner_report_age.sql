-- How many seconds ago the report was made; null where there is none.
-- Definer: reads owner_report, which no role may.
create or replace function masterclass.owner_report_age() returns double precision
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select extract(epoch from now() - r.made_at)::double precision from masterclass.owner_report as r
$$;
revoke execute on function masterclass.owner_report_age() from public;
grant execute on function masterclass.owner_report_age() to masterclass_jobs;
