-- Gives an address complimentary access, also before its owner has signed up; whether that was new. The same standing
-- grant is not written twice. `detail` may have "until".
-- Definer: writes access_grants, which readers may not.
create or replace function masterclass.support_grant(address text, actor text, why text, detail jsonb) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  until timestamptz := (detail ->> 'until')::timestamptz;
begin
  insert into masterclass.access_grants (email, reason, granted_by, expires_at)
  select lower(address), why, actor, until
   where not exists (select from masterclass.access_grants as g
                      where g.email = lower(address)
                        and g.payment_id is null
                        and g.revoked_at is null
                        and g.reason = why
                        and g.expires_at is not distinct from until);
  return found;
end
$$;
revoke execute on function masterclass.support_grant(text, text, text, jsonb) from public;
