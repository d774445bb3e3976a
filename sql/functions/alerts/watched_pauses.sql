-- How long ago somebody last signed up, bought, or Stripe last called; with it how often that happened in the 28 days
-- before, and the longest pause of those. Stripe tells one thing in several calls: hours in which it called are counted.
-- Definer: reads auth.users, and payments and webhook_events of anybody.
create or replace function masterclass.watched_pauses() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with moments as (
    select 'sign-ups' as what, created_at as at from auth.users where created_at > now() - interval '120 days'
     union all
    select 'sales', paid_at from masterclass.payments where paid_at > now() - interval '400 days' and amount_minor > 0
     union all
    select distinct 'webhooks', date_trunc('hour', received_at)
      from masterclass.webhook_events
     where received_at > now() - interval '120 days'
  ), steps as (
    select what, at, at - lag(at) over (partition by what order by at) as pause,
           max(at) over (partition by what) as last
      from moments
  ), usual as (
    select what, count(*) as times, max(pause) as longest, now() - max(at) as since
      from steps
     where at > last - interval '28 days'
     group by what
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'what', what,
           'hours', extract(epoch from since) / 3600,
           'per_day', times / 28.0,
           'longest_hours', coalesce(extract(epoch from longest), 0) / 3600) order by what), '[]')
    from usual
$$;
revoke execute on function masterclass.watched_pauses() from public;
