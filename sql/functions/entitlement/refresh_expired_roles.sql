-- Corrects the roles of what merely expired: that changes no row, so no trigger sees it. Returns how many it
-- corrected.
-- Definer: reads every member's access and writes users.
create or replace function masterclass.refresh_expired_roles() returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  select count(masterclass.refresh_role(u.id))::integer
    from masterclass.users as u
   where u.role <> case when masterclass.has_full_access(u.id) then 'paid' else 'free' end
$$;
revoke execute on function masterclass.refresh_expired_roles() from public;
grant execute on function masterclass.refresh_expired_roles() to masterclass_jobs;
