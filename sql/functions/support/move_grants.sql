-- Moves every grant and seat of one member, and of their address, to another member and address; how many. A seat of a
-- pack of which the other has one already stays.
-- Definer: writes access_grants of both.
create or replace function masterclass.move_grants(former uuid, latter uuid) returns bigint
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  former_address text := (select u.email from masterclass.users as u where u.id = former);
  latter_address text := (select u.email from masterclass.users as u where u.id = latter);
  changed bigint;
begin
  perform from masterclass.access_grants as g
    where g.user_id in (former, latter) or g.email in (former_address, latter_address)
    order by g.id
      for update;
  update masterclass.access_grants as g
     set user_id = case when g.user_id = former then latter else g.user_id end,
         email = case when g.email = former_address then latter_address else g.email end
   where (g.user_id = former or g.email = former_address)
     and g.revoked_at is null
     and not exists (select from masterclass.access_grants as other
                      where other.payment_id = g.payment_id
                        and other.revoked_at is null
                        and other.email = latter_address);
  get diagnostics changed = row_count;
  return changed;
end
$$;
revoke execute on function masterclass.move_grants(uuid, uuid) from public;
