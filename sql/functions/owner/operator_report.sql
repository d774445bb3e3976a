-- The report as the command line and the Monday mail read it; null where none was made yet.
-- Definer: reads owner_report, which no role may.
create or replace function masterclass.operator_report() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select r.document || jsonb_build_object('made_at', r.made_at, 'help', masterclass.needs_of_members(0),
                                         'mailed_week', r.mailed_week)
    from masterclass.owner_report as r
$$;
revoke execute on function masterclass.operator_report() from public;
grant execute on function masterclass.operator_report() to masterclass_jobs;
