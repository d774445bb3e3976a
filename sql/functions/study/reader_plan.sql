-- The reader's plan: what they wrote, and their dates in order.
-- Definer: reads plan_entries and plan_dates, which no role may; the reader's own alone.
create or replace function masterclass.reader_plan() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'entries', (select coalesce(jsonb_object_agg(e.key, e.value), '{}')
                         from masterclass.plan_entries as e
                        where e.user_id = auth.uid()),
           'dates', (select coalesce(jsonb_agg(jsonb_build_object(
                              'key', d.key, 'label', d.label, 'date', d.date, 'repeats', d.repeats)
                              order by d.date, d.key), '[]')
                       from masterclass.plan_dates as d
                      where d.user_id = auth.uid()))
$$;
revoke execute on function masterclass.reader_plan() from public;
grant execute on function masterclass.reader_plan() to authenticated;
