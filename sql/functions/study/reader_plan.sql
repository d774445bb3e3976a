-- The reader's plan: what they wrote, and their dates in order.
-- Definer: reads plans, which no role may; the reader's own alone.
create or replace function masterclass.reader_plan() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'entries', coalesce((select p.entries from masterclass.plans as p where p.user_id = auth.uid()), '{}'),
           'dates', coalesce((
             select jsonb_agg(d.value || jsonb_build_object('key', d.key) order by d.value ->> 'date', d.key)
               from masterclass.plans as p
              cross join lateral jsonb_each(p.dates) as d
              where p.user_id = auth.uid()), '[]'))
$$;
revoke execute on function masterclass.reader_plan() from public;
grant execute on function masterclass.reader_plan() to authenticated;
