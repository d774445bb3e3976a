-- Counts one use of something limited by the reader. Raises MC429 past `most` in `per`, and then nothing is counted:
-- one conditional statement counts and decides, so that any number of calls at once cannot pass the limit.
-- Definer: writes member_limits, which no role may; the reader's own alone.
create or replace function masterclass.count_use(wanted_action text, most integer, per interval) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into masterclass.member_limits as l (user_id, action, window_start, used)
  values (auth.uid(), wanted_action, now(), 1)
      on conflict (user_id, action) do update
     set window_start = case when l.window_start <= now() - per then now() else l.window_start end,
         used         = case when l.window_start <= now() - per then 1 else l.used + 1 end
   where l.window_start <= now() - per
      or l.used < most;
  if not found then
    raise exception using errcode = 'MC429', message = 'too often', detail = jsonb_build_object(
      'most', most, 'minutes', ceil(extract(epoch from per) / 60),
      'seconds', coalesce((select greatest(1, ceil(extract(epoch from l.window_start + per - now())))
                             from masterclass.member_limits as l
                            where l.user_id = auth.uid() and l.action = wanted_action), 1));
  end if;
end
$$;
revoke execute on function masterclass.count_use(text, integer, interval) from public;
grant execute on function masterclass.count_use(text, integer, interval) to authenticated;
