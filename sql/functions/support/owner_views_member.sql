-- A member as an owner sees them, and that they looked. MC404 for whoever is no owner, and for an address of nobody.
-- Definer: reads any member, once the reader is known to be an owner.
create or replace function masterclass.owner_views_member(address text, reason text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  owner uuid := masterclass.require_owner();
  whom  uuid := masterclass.require_member(address);
begin
  perform masterclass.note_reading(whom, 'owner:' || owner, 'show', reason);
  return masterclass.member_view(whom);
end
$$;
revoke execute on function masterclass.owner_views_member(text, text) from public;
grant execute on function masterclass.owner_views_member(text, text) to authenticated;
