-- Trigger: whoever had an account with this address before goes on with what was used of its limits. What was kept
-- stays until its day ends: an account that is never confirmed must not use it up for the owner of the address, nor
-- bring a second one to life with nothing used.
-- Definer: reads lasting_limits, and writes member_limits and ai_usage, which no role may.
create or replace function masterclass.remember_limits() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  seal bytea := masterclass.keyed_digest(new.email);
begin
  insert into masterclass.ai_usage as u (user_id, day, settled)
  select new.id, masterclass.today(), l.used
    from masterclass.lasting_limits as l
   where l.address = seal
     and l.action = 'questions of a day'
     and l.window_start = masterclass.today()::timestamp at time zone 'utc'
      on conflict on constraint ai_usage_pkey do update
     set settled = greatest(u.settled, excluded.settled);
  insert into masterclass.member_limits as m (user_id, action, window_start, used)
  select new.id, l.action, l.window_start, l.used
    from masterclass.lasting_limits as l
   where l.address = seal
     and l.action not in ('questions of a day', 'sign-up')
     and l.window_start > now() - interval '1 day'
      on conflict on constraint member_limits_pkey do nothing;
  return null;
end
$$;
revoke execute on function masterclass.remember_limits() from public;
