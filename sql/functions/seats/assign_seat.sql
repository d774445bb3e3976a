-- Gives a seat of the reader's own pack to an address; it counts once its owner has confirmed it. Returns the seat's id.
-- Refuses another's pack, a full or closed one, and an address that has a seat of it.
-- Definer: reads payments and writes access_grants, which readers may not.
create or replace function masterclass.assign_seat(pack uuid, address text) returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  given uuid;
begin
  if not exists (select from masterclass.payments as p
                  where p.id = pack and p.user_id = auth.uid() and p.seats is not null) then
    raise exception using errcode = 'MC404', detail = '{"says": "You have no such pack."}';
  end if;
  perform masterclass.require_open_pack(pack);
  insert into masterclass.access_grants (email, reason, granted_by, payment_id)
  values (lower(address), 'a seat that was bought for you', 'member:' || auth.uid(), pack)
      on conflict (payment_id, email) where revoked_at is null do nothing
  returning id into given;
  if given is null then
    raise exception using errcode = 'MC409',
      detail = '{"says": "This address has a seat of this pack already."}';
  end if;
  return given;
end
$$;
revoke execute on function masterclass.assign_seat(uuid, text) from public;
grant execute on function masterclass.assign_seat(uuid, text) to authenticated;
