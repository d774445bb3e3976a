-- Trigger: whom a grant names, by id or by address, gets the role that all facts together say.
-- Definer: calls refresh_role for members that the writer may not read.
create or replace function masterclass.refresh_role_of_grant() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  changed masterclass.access_grants;
begin
  if tg_op = 'DELETE' then
    changed := old;
  else
    changed := new;
  end if;
  perform masterclass.refresh_role(u.id)
     from masterclass.users as u
    where u.id = changed.user_id
       or u.email = changed.email;
  return null;
end
$$;
revoke execute on function masterclass.refresh_role_of_grant() from public;
