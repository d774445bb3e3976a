-- Does one thing for a member in an owner's name. MC404 for whoever is none.
-- Definer: acts for any member, once the reader is known to be an owner.
create or replace function masterclass.owner_acts(action text, address text, reason text, detail jsonb) returns jsonb
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  select masterclass.support_act('owner:' || o.id, action, address, reason, detail)
    from (select masterclass.require_owner() as id) as o
$$;
revoke execute on function masterclass.owner_acts(text, text, text, jsonb) from public;
grant execute on function masterclass.owner_acts(text, text, text, jsonb) to authenticated;
