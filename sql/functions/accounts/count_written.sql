-- Counts what the reader has stored, in bytes. Raises MC435 past what a member may store in a minute,
-- and then nothing is counted or stored: no single account can fill the database faster than anybody can look.
-- Definer: writes member_limits, which no role may; the reader's own alone.
create or replace function masterclass.count_written(bytes integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  most constant integer := case when masterclass.reader_has_full_access() then 262144 else 24576 end;
begin
  insert into masterclass.member_limits as l (user_id, action, window_start, used)
  select auth.uid(), 'written', now(), greatest(bytes, 1)
   where bytes <= most
      on conflict on constraint member_limits_pkey do update
     set window_start = case when l.window_start <= now() - interval '1 minute' then now() else l.window_start end,
         used         = case when l.window_start <= now() - interval '1 minute' then excluded.used
                             else l.used + excluded.used end
   where l.window_start <= now() - interval '1 minute'
      or l.used + excluded.used <= most;
  if not found then
    raise exception using errcode = 'MC435', message = 'too much stored in a minute', detail = jsonb_build_object(
      'kilobytes', most / 1024,
      'seconds', coalesce((select greatest(1, ceil(extract(epoch from l.window_start + interval '1 minute' - now())))
                             from masterclass.member_limits as l
                            where l.user_id = auth.uid() and l.action = 'written'), 60));
  end if;
end
$$;
revoke execute on function masterclass.count_written(integer) from public;
