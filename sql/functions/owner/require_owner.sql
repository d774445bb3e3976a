-- The owner who asks. MC404 for everyone else, as for an address that is not there; MC401 when the session has ended;
-- MC413 where they have a second factor and this session has not shown it. (Whether the project offers factors at all the
-- database cannot know; that an owner sets one up is asked by `owner add` and docs/operate.md.)
-- Definer: reads owners and auth.mfa_factors; the reader's own alone.
create or replace function masterclass.require_owner() returns uuid
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := auth.uid();
begin
  if not exists (select from masterclass.owners as o where o.user_id = reader) then
    raise exception using errcode = 'MC404', message = 'not an owner', detail = '{"says": ""}';
  end if;
  if exists (select from auth.mfa_factors as f where f.user_id = reader and f.status = 'verified') then
    perform masterclass.require_second_step();
  elsif masterclass.reader_session_started_at() is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  return reader;
end
$$;
revoke execute on function masterclass.require_owner() from public;
grant execute on function masterclass.require_owner() to authenticated;
