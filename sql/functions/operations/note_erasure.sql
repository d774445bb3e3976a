-- Trigger: whoever is erased leaves a keyed hash, so that restoring an older backup does not bring them back.
-- Definer: writes erasures, whoever deletes the member.
create or replace function masterclass.note_erasure() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  insert into masterclass.erasures (digest) values (masterclass.erasure_digest(old.id)) on conflict do nothing;
  return null;
end
$$;
revoke execute on function masterclass.note_erasure() from public;
