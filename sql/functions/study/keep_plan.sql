-- Keeps what the reader wrote into their plan: each entry and each date given replaces the one of its key, null takes it
-- away, the others stay. `new_entries` is {key: value}, `new_dates` is {key: {label, date, repeats}}. Raises MC401, MC435,
-- and MC409 when the plan would hold more than it may.
-- Definer: writes plan_entries and plan_dates, which no role may.
create or replace function masterclass.keep_plan(new_entries jsonb, new_dates jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader  uuid := masterclass.require_reader();
  entries bigint;
  dates   bigint;
begin
  select coalesce(sum(octet_length(e.key) + octet_length(e.value::text)) filter (where not new_entries ? e.key), 0)
           + octet_length(jsonb_strip_nulls(new_entries)::text)
    into entries
    from masterclass.plan_entries as e
   where e.user_id = reader;
  select coalesce(sum(octet_length(d.key) + octet_length(d.label)) filter (where not new_dates ? d.key), 0)
           + octet_length(jsonb_strip_nulls(new_dates)::text)
    into dates
    from masterclass.plan_dates as d
   where d.user_id = reader;
  if entries > 200000 or dates > 60000 then
    raise exception using errcode = 'MC409', message = 'the plan is full',
      detail = '{"says": "Your plan is full: take something out of it before you add more."}';
  end if;
  perform masterclass.count_written(octet_length(new_entries::text) + octet_length(new_dates::text));
  delete from masterclass.plan_entries as e
   where e.user_id = reader
     and e.key in (select n.key from jsonb_each(new_entries) as n where n.value = 'null');
  insert into masterclass.plan_entries as e (user_id, key, value)
  select reader, n.key, n.value
    from jsonb_each(new_entries) as n
   where n.value <> 'null'
   order by n.key
      on conflict on constraint plan_entries_pkey do update
     set value = excluded.value, updated_at = now()
   where e.value <> excluded.value;
  delete from masterclass.plan_dates as d
   where d.user_id = reader
     and d.key in (select n.key from jsonb_each(new_dates) as n where n.value = 'null');
  insert into masterclass.plan_dates as d (user_id, key, label, date, repeats)
  select reader, n.key, coalesce(n.value ->> 'label', n.key), (n.value ->> 'date')::date,
         coalesce(n.value ->> 'repeats', 'none')
    from jsonb_each(new_dates) as n
   where n.value <> 'null'
   order by n.key
      on conflict on constraint plan_dates_pkey do update
     set label = excluded.label, date = excluded.date, repeats = excluded.repeats, updated_at = now()
   where (d.label, d.date, d.repeats) is distinct from (excluded.label, excluded.date, excluded.repeats);
end
$$;
revoke execute on function masterclass.keep_plan(jsonb, jsonb) from public;
grant execute on function masterclass.keep_plan(jsonb, jsonb) to authenticated;
