-- Everything that the watch decides by, as one document of numbers and ids; nothing in it names a person.
-- Definer: reads what the guide has spent and may spend, the size of the database and who is connected.
create or replace function masterclass.watch_figures() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'now', extract(epoch from now()),
           'installed_hours', (select extract(epoch from now() - min(applied_at)) / 3600 from masterclass.definitions),
           'changed_hours', (select extract(epoch from now() - max(applied_at)) / 3600 from masterclass.definitions),
           'money', masterclass.watched_money(),
           'failures', masterclass.watched_failures(),
           'jobs', masterclass.watched_jobs(),
           'sign_ups', masterclass.watched_sign_ups(),
           'pauses', masterclass.watched_pauses(),
           'backup_hours', (select extract(epoch from now() - max(taken_at)) / 3600
                              from masterclass.backups where deleted_at is null and damage is null),
           'backup_manifest', (select manifest_sha256 from masterclass.backups
                                where deleted_at is null and damage is null order by taken_at desc limit 1),
           'ai_spent_microusd', (select coalesce(sum(reserved_microusd + settled_microusd), 0)
                                   from masterclass.ai_spend where day = masterclass.today()),
           'ai_limit_microusd', (select daily_spend_microusd from masterclass.guidance_limits),
           'connections', (select count(*) from pg_stat_activity where backend_type = 'client backend'),
           'connections_limit', current_setting('max_connections')::integer,
           'database_bytes', pg_database_size(current_database()),
           'facts_due', (select count(*) from masterclass.facts where review_by < masterclass.today()),
           'webhook_hours', (select extract(epoch from now() - max(received_at)) / 3600 from masterclass.webhook_events),
           'evaluated_at', (select extract(epoch from evaluated_at) from masterclass.watch),
           'outage_over_at', (select extract(epoch from outage_over_at) from masterclass.watch))
$$;
revoke execute on function masterclass.watch_figures() from public;
grant execute on function masterclass.watch_figures() to masterclass_jobs;
