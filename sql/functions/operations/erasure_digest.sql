-- The keyed hash by which an erased member is known again, and by nobody who has not the key.
-- Definer: reads erasure_key, which no role may.
create or replace function masterclass.erasure_digest(member uuid) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select encode(sha256(convert_to(k.key::text || ' ' || member::text, 'UTF8')), 'hex') from masterclass.erasure_key as k
$$;
revoke execute on function masterclass.erasure_digest(uuid) from public;
