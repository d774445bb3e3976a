-- One conditional statement counts and decides, so that any number of calls at once cannot pass the limit. Returns
-- how many seconds to wait: 0 means go ahead.
-- Definer: writes member_limits, which no role may; the reader's own alone.
create or replace function masterclass.count_use(wanted_action text, most integer, per interval) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with spent as (
    insert into masterclass.member_limits as l (user_id, action, window_start, used)
    values (auth.uid(), wanted_action, now(), 1)
        on conflict (user_id, action) do update
       set window_start = case when l.window_start <= now() - per then now() else l.window_start end,
           used         = case when l.window_start <= now() - per then 1 else l.used + 1 end
     where l.window_start <= now() - per
        or l.used < most
    returning 1
  )
  select case
           when exists (select from spent) then 0
           else coalesce((select greatest(1, ceil(extract(epoch from l.window_start + per - now())))::integer
                            from masterclass.member_limits as l
                           where l.user_id = auth.uid()
                             and l.action = wanted_action), 1)
         end
$$;
revoke execute on function masterclass.count_use(text, integer, interval) from public;
grant execute on function masterclass.count_use(text, integer, interval) to authenticated;
