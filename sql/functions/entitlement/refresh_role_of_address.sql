-- Trigger: a grant to an address counts from the moment that address is confirmed, and follows a change of address.
-- Definer: calls refresh_role, on behalf of Supabase Auth.
create or replace function masterclass.refresh_role_of_address() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform masterclass.refresh_role(new.id);
  return null;
end
$$;
revoke execute on function masterclass.refresh_role_of_address() from public;
