-- Does one thing for a member from the command line.
-- Definer: acts for any member; the jobs role alone may ask.
create or replace function masterclass.operator_acts
  (actor text, action text, address text, reason text, detail jsonb) returns jsonb
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.support_act(actor, action, address, reason, detail)
$$;
revoke execute on function masterclass.operator_acts(text, text, text, text, jsonb) from public;
grant execute on function masterclass.operator_acts(text, text, text, text, jsonb) to masterclass_jobs;
