-- How many signed up in the last day, how many of them have confirmed their address, and the same of the 28 days before.
-- Whoever signed up within ten minutes may still be looking for the mail; whom housekeeping removed unconfirmed, counts.
-- Definer: reads auth.users.
create or replace function masterclass.watched_sign_ups() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'recent', count(*) filter (where u.created_at > now() - interval '1 day'),
           'recent_confirmed', count(u.email_confirmed_at) filter (where u.created_at > now() - interval '1 day'),
           'usual', count(*) filter (where u.created_at <= now() - interval '1 day')
                    + (select coalesce(sum((r.detail ->> 'accounts')::bigint), 0)
                         from masterclass.job_runs as r
                        where r.job = 'housekeeping' and r.started_at > now() - interval '28 days'),
           'usual_confirmed', count(u.email_confirmed_at) filter (where u.created_at <= now() - interval '1 day'))
    from auth.users as u
   where u.created_at between now() - interval '29 days' and now() - interval '10 minutes'
$$;
revoke execute on function masterclass.watched_sign_ups() from public;
