-- Keeps the report in place of the one before.
-- Definer: writes owner_report, which no role may.
create or replace function masterclass.keep_owner_report(report jsonb, took_seconds numeric) returns timestamptz
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into masterclass.owner_report as r (document, made_at, seconds)
  values (report, now(), took_seconds)
      on conflict (only_row) do update
     set document = excluded.document, made_at = excluded.made_at, seconds = excluded.seconds
  returning r.made_at
$$;
revoke execute on function masterclass.keep_owner_report(jsonb, numeric) from public;
grant execute on function masterclass.keep_owner_report(jsonb, numeric) to masterclass_jobs;
