-- Trigger: whoever a payment was, or is, and whoever has a grant that hangs on it, gets the role that all facts together
-- say.
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
  if tg_op <> 'DELETE' then
    perform masterclass.refresh_role(holder.id)
       from (select new.user_id as id
              where new.user_id is not null
              union
             select u.id
               from masterclass.access_grants as g
               join masterclass.users as u on u.id = g.user_id or u.email = g.email
              where g.payment_id = new.id
              order by id) as holder;
  end if;
  return null;
end
$$;
revoke execute on function masterclass.refresh_role_of_payment() from public;
