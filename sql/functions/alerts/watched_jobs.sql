-- Each job that has ever run: how often it has failed since it last succeeded, and how many hours ago that was; where it
-- never did, how long ago it was first tried. A run that did not end within an hour was killed, and has failed.
create or replace function masterclass.watched_jobs() returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with runs as (
    select job, started_at, state = 'succeeded' as succeeded,
           state = 'failed' or (state = 'running' and started_at < now() - interval '1 hour') as failed
      from masterclass.job_runs
  ), last as (
    select job, max(started_at) filter (where succeeded) as succeeded_at, min(started_at) as first_at from runs group by job
  ), figures as (
    select l.job, coalesce(l.succeeded_at, l.first_at) as since, count(r.*) as failures
      from last as l
      left join runs as r on r.job = l.job and r.failed and r.started_at > coalesce(l.succeeded_at, '-infinity')
     group by l.job, l.succeeded_at, l.first_at
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'name', job, 'failures', failures, 'hours', extract(epoch from now() - since) / 3600) order by job), '[]')
    from figures
$$;
revoke execute on function masterclass.watched_jobs() from public;
