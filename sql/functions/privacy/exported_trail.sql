-- What Supabase Auth wrote down of a member's signing in and out, one a row, in their order behind `after`:
-- as many as begin within `room` bytes, at least one.
-- Definer: reads auth.audit_log_entries.
create or replace function masterclass.exported_trail(member uuid, after text, room integer)
returns table (place text, piece jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with places as (
    select t.id, masterclass.place_in_time(t.created_at, t.id) as place,
           300 as size
      from auth.audit_log_entries as t
     where t.payload ->> 'actor_id' = member::text
        or t.payload -> 'traits' ->> 'user_id' = member::text
  ),
  fitting as (
    select p.id, p.place, sum(p.size) over (order by p.place) - p.size as before
      from places as p
     where p.place > coalesce(after, '')
  )
  select f.place,
         jsonb_build_object(
           'created_at', t.created_at, 'action', t.payload ->> 'action', 'ip', t.ip_address,
           'address', coalesce(t.payload -> 'traits' ->> 'user_email', t.payload ->> 'actor_username'))
    from fitting as f
    join auth.audit_log_entries as t on t.id = f.id
   where f.before < room
   order by f.place
$$;
revoke execute on function masterclass.exported_trail(uuid, text, integer) from public;
