-- Writes what came of a run, unless that is written already.
create or replace function masterclass.end_job(run bigint, outcome text, said jsonb) returns void
language sql
set search_path = pg_catalog, pg_temp
as $$
  update masterclass.job_runs
     set state = outcome, finished_at = now(), detail = said
   where id = run
     and state = 'running'
$$;
comment on function masterclass.end_job(bigint, text, jsonb) is 'Ends a run of a job with what came of it.';
revoke execute on function masterclass.end_job(bigint, text, jsonb) from public;
grant execute on function masterclass.end_job(bigint, text, jsonb) to masterclass_jobs;
