-- Keeps what the reader wrote into their plan: each entry and each date given replaces the one of its key, null takes it
-- away, the others stay. Returns why not ('member', or 'full' when the plan would hold more than it may), or null.
-- Definer: writes plans, which no role may.
create or replace function masterclass.put_plan(new_entries jsonb, new_dates jsonb) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := masterclass.require_reader();
  kept   masterclass.plans;
begin
  if reader is null then
    return 'member';
  end if;
  insert into masterclass.plans as p (user_id, entries, dates)
  values (reader, jsonb_strip_nulls(new_entries), jsonb_strip_nulls(new_dates))
      on conflict on constraint plans_pkey do update
     set entries = jsonb_strip_nulls(p.entries || new_entries),
         dates = jsonb_strip_nulls(p.dates || new_dates),
         updated_at = now()
  returning * into kept;
  if octet_length(kept.entries::text) > 200000 or octet_length(kept.dates::text) > 60000 then
    raise exception 'full' using errcode = 'MC409';
  end if;
  return null;
exception when sqlstate 'MC409' then
  return 'full';
end
$$;
revoke execute on function masterclass.put_plan(jsonb, jsonb) from public;
grant execute on function masterclass.put_plan(jsonb, jsonb) to authenticated;
