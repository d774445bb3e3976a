-- Writes down an act of support, in the transaction that it is a part of; of an address that nobody has, by the address.
-- Definer: writes audit, which no role may.
create or replace function masterclass.write_audit
  (member uuid, address text, actor text, action text, reason text, detail jsonb) returns bigint
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into masterclass.audit (user_id, email, actor, action, reason, detail)
  values (member, case when member is null then lower(address) end, actor, action, btrim(reason), detail)
  returning id
$$;
revoke execute on function masterclass.write_audit(uuid, text, text, text, text, jsonb) from public;
