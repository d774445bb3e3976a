-- What failed or was slow in the last quarter of an hour: how many answers, of how many requests, of which functions.
create or replace function masterclass.watched_failures() returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with recent as (
    select * from masterclass.failures where failed_at > now() - interval '15 minutes'
  ), kinds as (
    select format('%s %s (%s)', function, case when status >= 500 then status::text else 'slow' end, count(*)) as kind
      from recent
     group by function, case when status >= 500 then status::text else 'slow' end
     order by count(*) desc
     limit 5
  )
  select jsonb_build_object(
           'answers', (select count(*) from recent),
           'requests', (select count(distinct request_id) from recent),
           'kinds', (select coalesce(jsonb_agg(kind), '[]') from kinds))
$$;
revoke execute on function masterclass.watched_failures() from public;
