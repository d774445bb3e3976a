-- Lets the newest complimentary access of an address, also one that has run out, last until `detail`'s "until" (null: for
-- good); whether that changed anything. MC404 where there is none that was not withdrawn.
-- Definer: writes access_grants, which readers may not.
create or replace function masterclass.support_extend(address text, detail jsonb) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  until   timestamptz := (detail ->> 'until')::timestamptz;
  granted uuid;
begin
  select g.id into granted
    from masterclass.access_grants as g
   where (g.email = lower(address) or g.user_id = masterclass.member_of(address))
     and g.payment_id is null
     and g.revoked_at is null
   order by g.created_at desc, g.id
   limit 1
     for update;
  if granted is null then
    raise exception using errcode = 'MC404', detail = '{"says": "This address has no complimentary access to extend."}';
  end if;
  update masterclass.access_grants as g
     set expires_at = until
   where g.id = granted
     and g.expires_at is distinct from until;
  return found;
end
$$;
revoke execute on function masterclass.support_extend(text, jsonb) from public;
