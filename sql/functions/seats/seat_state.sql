-- How far a seat has come: 'assigned', 'learning' once its holder has opened a lesson since, 'completed' once they have
-- completed a module since, from when on it is theirs to keep.
-- Definer: reads the holder's progress, which the buyer may not.
create or replace function masterclass.seat_state(seat masterclass.access_grants) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when bool_or(p.completed_at >= seat.created_at) then 'completed'
              when bool_or(p.read_at >= seat.created_at) then 'learning'
              else 'assigned'
         end
    from masterclass.module_progress as p
   where p.user_id = masterclass.holder_of_seat(seat)
$$;
revoke execute on function masterclass.seat_state(masterclass.access_grants) from public;
