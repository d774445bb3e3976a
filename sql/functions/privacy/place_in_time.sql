-- Where something stands among its kind, as text that sorts by time, and by id where two came at once.
create or replace function masterclass.place_in_time(made timestamptz, id uuid) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select to_char(coalesce(made, 'epoch') at time zone 'utc', 'YYYYMMDDHH24MISSUS') || id::text
$$;
revoke execute on function masterclass.place_in_time(timestamptz, uuid) from public;
