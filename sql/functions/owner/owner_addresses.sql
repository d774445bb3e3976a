-- Where owners can be written to: the confirmed addresses of the members who are owners.
-- Definer: reads owners, users and auth.users.
create or replace function masterclass.owner_addresses() returns setof text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select u.email
    from masterclass.owners as o
    join masterclass.users as u on u.id = o.user_id
    join auth.users as a on a.id = o.user_id and a.email_confirmed_at is not null
   order by u.email
$$;
revoke execute on function masterclass.owner_addresses() from public;
grant execute on function masterclass.owner_addresses() to masterclass_jobs;
