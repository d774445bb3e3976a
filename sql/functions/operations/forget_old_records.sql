-- Removes records that have served their time, at most `most` of each: webhook events after 90 days, calls of the sign-up
-- hook after 30, counts of limits two days after their window began (of erased accounts after one), spent links after a
-- week, failures after 30 days, and after 400 days runs of jobs, alerts that were over, and erasures that the store has (no
-- backup is older); what questions that died had reserved. Returns how many.
-- Definer: deletes from tables that the jobs role may not write.
create or replace function masterclass.forget_old_records(most integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  old record;
  gone integer;
  total integer := 0;
begin
  for old in
    select * from (values ('webhook_events', 'received_at < now() - interval ''90 days'''),
                          ('signup_hook_calls', 'received_at < now() - interval ''30 days'''),
                          ('member_limits', 'window_start < now() - interval ''2 days'''),
                          ('lasting_limits', 'window_start < now() - interval ''1 day'''),
                          ('spent_links', 'spent_at < now() - interval ''7 days'''),
                          ('job_runs', 'started_at < now() - interval ''400 days'''),
                          ('failures', 'failed_at < now() - interval ''30 days'''),
                          ('alerts', 'over_at < now() - interval ''400 days'''),
                          ('erasures', 'stored_at < now() - interval ''400 days''')) as t (name, past)
  loop
    execute format('delete from masterclass.%I where ctid = any (array(select ctid from masterclass.%I where %s limit %s))',
                   old.name, old.name, old.past, most);
    get diagnostics gone = row_count;
    total := total + gone;
  end loop;
  return total + masterclass.sweep_ai_reservations();
end
$$;
comment on function masterclass.forget_old_records(integer) is 'Removes records that have served their time.';
revoke execute on function masterclass.forget_old_records(integer) from public;
grant execute on function masterclass.forget_old_records(integer) to masterclass_jobs;
