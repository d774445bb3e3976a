-- Trigger: withdrawing a grant refreshes the role, so the grants go once the member row is gone, or they would change
-- the very row that is about to go, which Postgres refuses.
-- Definer: deletes access_grants, whoever deletes the member.
create or replace function masterclass.forget_grants_of_member() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  delete from masterclass.access_grants where email = old.email;
  return null;
end
$$;
revoke execute on function masterclass.forget_grants_of_member() from public;
