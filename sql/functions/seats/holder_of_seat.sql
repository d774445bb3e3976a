-- Who has a seat: the member it names, or the one who has confirmed its address; null while nobody has.
-- Definer: reads users and auth.users by address.
create or replace function masterclass.holder_of_seat(seat masterclass.access_grants) returns uuid
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(seat.user_id, (select a.id
                                   from auth.users as a
                                  where lower(a.email) = seat.email
                                    and a.email_confirmed_at is not null))
$$;
revoke execute on function masterclass.holder_of_seat(masterclass.access_grants) from public;
