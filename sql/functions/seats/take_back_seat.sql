-- Takes a seat of the reader's own pack back, until its holder has completed a module; it can be given again, and a gift
-- gets a new link.
-- Definer: reads payments and writes access_grants, which readers may not.
create or replace function masterclass.take_back_seat(seat uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  taken masterclass.access_grants;
begin
  select g.* into taken
    from masterclass.access_grants as g
    join masterclass.payments as p on p.id = g.payment_id
   where g.id = seat
     and g.revoked_at is null
     and p.user_id = auth.uid()
     and p.seats is not null
     for update of g;
  if taken.id is null then
    raise exception using errcode = 'MC404', detail = '{"says": "You have given no such seat."}';
  end if;
  if masterclass.seat_state(taken) = 'completed' then
    raise exception using errcode = 'MC409',
      detail = '{"says": "Whoever has this seat has completed a module with it, and keeps it."}';
  end if;
  update masterclass.access_grants set revoked_at = now() where id = seat;
  update masterclass.payments
     set claim_token = replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
   where id = taken.payment_id
     and claim_token is not null;
end
$$;
revoke execute on function masterclass.take_back_seat(uuid) from public;
grant execute on function masterclass.take_back_seat(uuid) to authenticated;
