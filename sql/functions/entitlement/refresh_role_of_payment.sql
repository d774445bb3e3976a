-- Trigger: whoever a payment was, or is, gets the role that all facts together say.
-- Definer: calls refresh_role, which the writer may not.
create or replace function masterclass.refresh_role_of_payment() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op <> 'INSERT' and old.user_id is not null and (tg_op = 'DELETE' or old.user_id is distinct from new.user_id) then
    perform masterclass.refresh_role(old.user_id);
  end if;
  if tg_op <> 'DELETE' and new.user_id is not null then
    perform masterclass.refresh_role(new.user_id);
  end if;
  return null;
end
$$;
revoke execute on function masterclass.refresh_role_of_payment() from public;
