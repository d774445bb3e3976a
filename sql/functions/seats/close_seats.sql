-- Takes seats of a pack back for the operator, whoever holds them and however far they are; returns how many.
-- Definer: writes access_grants of a payment that the operator's role may not read.
create or replace function masterclass.close_seats(pack uuid, addresses text[]) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with closed as (
    update masterclass.access_grants as g
       set revoked_at = now()
     where g.payment_id = pack
       and g.revoked_at is null
       and (g.email = any (addresses)
            or g.user_id in (select u.id from masterclass.users as u where u.email = any (addresses)))
    returning g.id
  )
  select count(*)::integer from closed
$$;
revoke execute on function masterclass.close_seats(uuid, text[]) from public;
grant execute on function masterclass.close_seats(uuid, text[]) to masterclass_jobs;
