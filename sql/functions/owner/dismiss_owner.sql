-- Makes the member with that address an owner no more; whether they were one.
-- Definer: writes owners, which no role may.
create or replace function masterclass.dismiss_owner(address text, actor text, reason text) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  dismissed uuid := masterclass.member_of(address);
begin
  delete from masterclass.owners where user_id = dismissed;
  if found then
    perform masterclass.write_audit(dismissed, address, actor, 'owner-remove', reason, '{}');
    return true;
  end if;
  return false;
end
$$;
revoke execute on function masterclass.dismiss_owner(text, text, text) from public;
grant execute on function masterclass.dismiss_owner(text, text, text) to masterclass_jobs;
