-- Lets the background half of a run begin: the run whose token this is the digest of, once, and while it is under way.
-- Returns {"run", "job"}; null for a token that is wrong or was used.
create or replace function masterclass.take_job(token_digest bytea) returns jsonb
language sql
set search_path = pg_catalog, pg_temp
as $$
  with taken as (
    update masterclass.job_runs
       set taken_at = now()
     where token_hash = token_digest
       and taken_at is null
       and state = 'running'
    returning id, job
  )
  select (select jsonb_build_object('run', id, 'job', job) from taken)
$$;
comment on function masterclass.take_job(bytea) is 'Takes a run by the digest of its single-use token.';
revoke execute on function masterclass.take_job(bytea) from public;
grant execute on function masterclass.take_job(bytea) to masterclass_jobs;
