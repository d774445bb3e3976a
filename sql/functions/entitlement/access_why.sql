-- Whether anybody has that address, whether they have full access, and why, in sentences; a grant may wait for its
-- owner.
-- Definer: reads members and grants by address.
create or replace function masterclass.access_why(address text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
           (select jsonb_build_object('known', true, 'full', masterclass.has_full_access(u.id),
                                      'because', to_jsonb(masterclass.access_because(u.id)))
              from masterclass.users as u
             where u.email = lower(address)),
           jsonb_build_object('known', false, 'full', false, 'waiting', exists (
             select from masterclass.access_grants as g
              where g.email = lower(address)
                and g.revoked_at is null
                and (g.expires_at is null or g.expires_at > now()))))
$$;
revoke execute on function masterclass.access_why(text) from public;
grant execute on function masterclass.access_why(text) to masterclass_jobs;
