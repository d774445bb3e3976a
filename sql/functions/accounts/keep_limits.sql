-- Keeps what a member who leaves has used of limits whose window may not have ended: whoever signs up with the address
-- again goes on from there. A limit's window is a day at most; what is older goes.
-- Definer: reads member_limits and ai_usage, and writes lasting_limits, which no role may.
create or replace function masterclass.keep_limits(member uuid, address text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from masterclass.lasting_limits where window_start < now() - interval '1 day';
  insert into masterclass.lasting_limits as l (address, action, window_start, used)
  select masterclass.keyed_digest(lower(keep_limits.address)), spent.action, spent.window_start, spent.used
    from (select m.action, m.window_start, m.used
            from masterclass.member_limits as m
           where m.user_id = member
             and m.window_start > now() - interval '1 day'
           union all
          select 'questions of a day', u.day::timestamp at time zone 'utc', u.reserved + u.settled
            from masterclass.ai_usage as u
           where u.user_id = member
             and u.day = masterclass.today()
             and u.reserved + u.settled > 0) as spent
      on conflict on constraint lasting_limits_pkey do update
     set used = case when l.window_start = excluded.window_start then greatest(l.used, excluded.used) else excluded.used end,
         window_start = excluded.window_start
   where l.window_start <= excluded.window_start
$$;
revoke execute on function masterclass.keep_limits(uuid, text) from public;
