-- What the reader last set in a module's calculator: {"inputs": {…} or null}. Null where there is no such module.
-- Definer: reads calculator_inputs, which no role may; the reader's own alone.
create or replace function masterclass.reader_calculator_inputs(slug text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('inputs', (select c.inputs
                                         from masterclass.calculator_inputs as c
                                        where c.module_id = m.id and c.user_id = auth.uid()))
    from masterclass.content_modules as m
   where m.slug = reader_calculator_inputs.slug
     and m.retired_at is null
$$;
revoke execute on function masterclass.reader_calculator_inputs(text) from public;
grant execute on function masterclass.reader_calculator_inputs(text) to authenticated;
