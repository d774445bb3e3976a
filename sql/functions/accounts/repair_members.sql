-- Makes the member rows that are missing, of one person or of all, and returns how many. A trigger makes them; should
-- one ever be missing (a restore, a trigger that was disabled), this does.
-- Definer: reads auth.users and writes users.
create or replace function masterclass.repair_members(only_member uuid default null) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with made as (
    insert into masterclass.users (id, email, name)
    select a.id, lower(a.email), masterclass.given_name(a.raw_user_meta_data)
      from auth.users as a
     where a.email <> ''
       and not a.is_anonymous
       and (only_member is null or a.id = only_member)
       and not exists (select from masterclass.users as u where u.id = a.id)
        on conflict do nothing
    returning id
  )
  select count(masterclass.refresh_role(id))::integer from made
$$;
revoke execute on function masterclass.repair_members(uuid) from public;
