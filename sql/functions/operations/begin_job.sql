-- Begins a run of a job, unless one is under way or began less than `pause` ago: two starts in one minute do the work once.
-- A run that has outlived `longest` was killed without a word. One that failed keeps nobody waiting. Returns
-- {"run"} with its id, or {"run": null, "began_at", "state", "detail"} of the run that is or was the work.
create or replace function masterclass.begin_job(job_name text, pause interval, longest interval, token_digest bytea default null)
returns jsonb
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  last masterclass.job_runs;
  begun bigint;
begin
  perform pg_advisory_xact_lock(hashtextextended('masterclass.job ' || job_name, 0));
  update masterclass.job_runs
     set state = 'failed', finished_at = now(), detail = '{"says": "It ended without a word."}'
   where job = job_name
     and state = 'running'
     and started_at < now() - longest;
  select * into last from masterclass.job_runs where job = job_name order by id desc limit 1;
  if last.state = 'running' or (last.state = 'succeeded' and last.started_at > now() - pause) then
    return jsonb_build_object('run', null, 'began_at', last.started_at, 'state', last.state, 'detail', last.detail);
  end if;
  insert into masterclass.job_runs (job, token_hash) values (job_name, token_digest) returning id into begun;
  return jsonb_build_object('run', begun);
end
$$;
comment on function masterclass.begin_job(text, interval, interval, bytea) is
  'Begins a run of a job unless one is under way or has just been.';
revoke execute on function masterclass.begin_job(text, interval, interval, bytea) from public;
grant execute on function masterclass.begin_job(text, interval, interval, bytea) to masterclass_jobs;
