-- Keeps what the reader set in a module's calculator; null forgets it. Returns why not ('absent', 'full-access',
-- 'member'), or null.
-- Definer: writes calculator_inputs, which no role may.
create or replace function masterclass.put_calculator_inputs(slug text, new_inputs jsonb) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := masterclass.require_reader();
  opened record;
begin
  if reader is null then
    return 'member';
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return opened.refusal;
  end if;
  if new_inputs is null then
    delete from masterclass.calculator_inputs as c where c.user_id = reader and c.module_id = opened.module_id;
    return null;
  end if;
  insert into masterclass.calculator_inputs as c (user_id, module_id, inputs)
  values (reader, opened.module_id, new_inputs)
      on conflict on constraint calculator_inputs_pkey do update
     set inputs = excluded.inputs, updated_at = now();
  return null;
end
$$;
revoke execute on function masterclass.put_calculator_inputs(text, jsonb) from public;
grant execute on function masterclass.put_calculator_inputs(text, jsonb) to authenticated;
