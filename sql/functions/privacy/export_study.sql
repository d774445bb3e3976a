-- What is held of a member's own work: the written plan with its dates, and what they set in calculators.
-- Definer: reads plan_entries, plan_dates and calculator_inputs, which no role may.
create or replace function masterclass.export_study(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'plan', (select jsonb_build_object(
                             'entries', (select coalesce(jsonb_object_agg(e.key, e.value), '{}')
                                           from masterclass.plan_entries as e
                                          where e.user_id = member),
                             'dates', (select coalesce(jsonb_object_agg(d.key, jsonb_build_object(
                                                'label', d.label, 'date', d.date, 'repeats', d.repeats)), '{}')
                                         from masterclass.plan_dates as d
                                        where d.user_id = member),
                             'updated_at', max(kept.updated_at))
                      from (select e.updated_at from masterclass.plan_entries as e where e.user_id = member
                             union all
                            select d.updated_at from masterclass.plan_dates as d where d.user_id = member) as kept
                    having count(*) > 0),
           'calculators', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'module', m.slug, 'inputs', c.inputs, 'updated_at', c.updated_at)
                                   order by m.order_index), '[]')
                             from masterclass.calculator_inputs as c
                             join masterclass.content_modules as m on m.id = c.module_id
                            where c.user_id = member))
$$;
revoke execute on function masterclass.export_study(uuid) from public;
