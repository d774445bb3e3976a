-- The keyed hash by which an erased member is known again, and by nobody who has not this database's key.
create or replace function masterclass.erasure_digest(member uuid) returns text
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select encode(masterclass.keyed_digest('erased ' || member::text), 'hex')
$$;
revoke execute on function masterclass.erasure_digest(uuid) from public;
