-- Keeps what the reader wrote into their plan: each entry and each date given replaces the one of its key, null takes it
-- away, the others stay. Raises MC401, and MC409 when the plan would hold more than it may.
-- Definer: writes plans, which no role may.
create or replace function masterclass.keep_plan(new_entries jsonb, new_dates jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := masterclass.require_reader();
  kept   masterclass.plans;
begin
  insert into masterclass.plans as p (user_id, entries, dates)
  values (reader, jsonb_strip_nulls(new_entries), jsonb_strip_nulls(new_dates))
      on conflict on constraint plans_pkey do update
     set entries = jsonb_strip_nulls(p.entries || new_entries),
         dates = jsonb_strip_nulls(p.dates || new_dates),
         updated_at = now()
  returning * into kept;
  if octet_length(kept.entries::text) > 200000 or octet_length(kept.dates::text) > 60000 then
    raise exception using errcode = 'MC409', message = 'the plan is full',
      detail = '{"says": "Your plan is full: take something out of it before you add more."}';
  end if;
end
$$;
revoke execute on function masterclass.keep_plan(jsonb, jsonb) from public;
grant execute on function masterclass.keep_plan(jsonb, jsonb) to authenticated;
