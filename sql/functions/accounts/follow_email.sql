-- Trigger: an address that was changed and confirmed is the member's address here too.
-- Definer: writes users, on behalf of Supabase Auth.
create or replace function masterclass.follow_email() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.users
     set email = lower(new.email)
   where id = new.id
     and email <> lower(new.email);
  return null;
end
$$;
revoke execute on function masterclass.follow_email() from public;
