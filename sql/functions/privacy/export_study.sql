-- What is held of a member's own work: the written plan with its dates, and what they set in calculators.
-- Definer: reads plans and calculator_inputs, which no role may.
create or replace function masterclass.export_study(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'plan', (select jsonb_build_object('entries', p.entries, 'dates', p.dates, 'updated_at', p.updated_at)
                      from masterclass.plans as p
                     where p.user_id = member),
           'calculators', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'module', m.slug, 'inputs', c.inputs, 'updated_at', c.updated_at)
                                   order by m.order_index), '[]')
                             from masterclass.calculator_inputs as c
                             join masterclass.content_modules as m on m.id = c.module_id
                            where c.user_id = member))
$$;
revoke execute on function masterclass.export_study(uuid) from public;
