-- A member's sessions, one a row, in their order behind `after`:
-- as many as begin within `room` bytes, at least one.
-- Definer: reads auth.sessions.
create or replace function masterclass.exported_sessions(member uuid, after text, room integer)
returns table (place text, piece jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with places as (
    select s.id, masterclass.place_in_time(s.created_at, s.id) as place,
           300 as size
      from auth.sessions as s
     where s.user_id = member
  ),
  fitting as (
    select p.id, p.place, sum(p.size) over (order by p.place) - p.size as before
      from places as p
     where p.place > coalesce(after, '')
  )
  select f.place,
         jsonb_build_object(
           'created_at', s.created_at, 'refreshed_at', s.refreshed_at, 'user_agent', s.user_agent, 'ip', s.ip)
    from fitting as f
    join auth.sessions as s on s.id = f.id
   where f.before < room
   order by f.place
$$;
revoke execute on function masterclass.exported_sessions(uuid, text, integer) from public;
