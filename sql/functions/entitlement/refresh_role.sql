-- Keeps the role of a member: a cache of has_full_access. The lock first, the answer second: each statement of a
-- volatile function sees what has been committed by then, so of two facts that arrive at once the later transaction
-- counts both.
-- Definer: writes users.role, which no role may.
create or replace function masterclass.refresh_role(member uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from masterclass.users where id = member for no key update;
  update masterclass.users as u
     set role = answer.role
    from (select case when masterclass.has_full_access(member) then 'paid' else 'free' end as role) as answer
   where u.id = member
     and u.role <> answer.role;
end
$$;
revoke execute on function masterclass.refresh_role(uuid) from public;
