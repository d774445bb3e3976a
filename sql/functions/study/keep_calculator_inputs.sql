-- Keeps what the reader set in a module's calculator; null forgets it. Raises MC401, MC402, MC404, MC435.
-- Definer: writes calculator_inputs, which no role may.
create or replace function masterclass.keep_calculator_inputs(slug text, new_inputs jsonb) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := masterclass.require_reader();
  opened uuid := masterclass.require_module(slug);
begin
  if new_inputs is null then
    delete from masterclass.calculator_inputs as c where c.user_id = reader and c.module_id = opened;
    return;
  end if;
  perform masterclass.count_written(octet_length(new_inputs::text));
  insert into masterclass.calculator_inputs as c (user_id, module_id, inputs)
  values (reader, opened, new_inputs)
      on conflict on constraint calculator_inputs_pkey do update
     set inputs = excluded.inputs, updated_at = now()
   where c.inputs <> excluded.inputs;
end
$$;
revoke execute on function masterclass.keep_calculator_inputs(text, jsonb) from public;
grant execute on function masterclass.keep_calculator_inputs(text, jsonb) to authenticated;
