-- Whose address this is; MC404 where nobody has signed up with it.
create or replace function masterclass.require_member(address text) returns uuid
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  found_member uuid := masterclass.member_of(address);
begin
  if found_member is null then
    raise exception using errcode = 'MC404', message = 'no such member',
      detail = '{"says": "Nobody has signed up with this address."}';
  end if;
  return found_member;
end
$$;
revoke execute on function masterclass.require_member(text) from public;
