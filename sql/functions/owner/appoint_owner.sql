-- Makes the member with that address an owner; whether they were none before. MC404 for an address that nobody has.
-- Definer: writes owners, which no role may.
create or replace function masterclass.appoint_owner(address text, actor text, reason text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  appointed uuid := masterclass.member_of(address);
begin
  if appointed is null then
    raise exception using errcode = 'MC404', detail = '{"says": "Nobody has signed up with this address."}';
  end if;
  insert into masterclass.owners (user_id, appointed_by) values (appointed, actor) on conflict do nothing;
  if found then
    perform masterclass.write_audit(appointed, address, actor, 'owner-add', reason, '{}');
    return true;
  end if;
  return false;
end
$$;
revoke execute on function masterclass.appoint_owner(text, text, text) from public;
grant execute on function masterclass.appoint_owner(text, text, text) to masterclass_jobs;
