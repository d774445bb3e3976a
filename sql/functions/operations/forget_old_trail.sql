-- Removes what Supabase Auth wrote down of signing in and out more than a year ago, at most `most`; returns how many.
-- Definer: deletes from auth.audit_log_entries, which the jobs role may not.
create or replace function masterclass.forget_old_trail(most integer) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from auth.audit_log_entries
     where id in (select a.id from auth.audit_log_entries as a where a.created_at < now() - interval '1 year' limit most)
    returning id
  )
  select count(*)::integer from gone
$$;
comment on function masterclass.forget_old_trail(integer) is 'Removes Supabase Auth''s trail after a year.';
revoke execute on function masterclass.forget_old_trail(integer) from public;
grant execute on function masterclass.forget_old_trail(integer) to masterclass_jobs;
