-- Trigger: who finished without having given a name gets theirs onto the certificate when they first give it, and
-- then it stays.
-- Definer: writes certificates, which no role may.
create or replace function masterclass.name_certificate() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.certificates as c
     set name = btrim(new.name)
   where c.user_id = new.id
     and c.name = '';
  return null;
end
$$;
revoke execute on function masterclass.name_certificate() from public;
