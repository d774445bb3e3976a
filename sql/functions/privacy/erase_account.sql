-- Erases the reader. Raises MC401 when the session has ended, MC403 when the sign-in is older than ten minutes.
-- Definer: calls erase_member, which deletes from auth.users; the reader's own row alone.
create or replace function masterclass.erase_account() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  signed_in_at timestamptz := masterclass.reader_session_started_at();
begin
  if signed_in_at is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  if signed_in_at < now() - interval '10 minutes' then
    raise exception using errcode = 'MC403', message = 'the sign-in is too old for this';
  end if;
  perform masterclass.erase_member(auth.uid());
end
$$;
revoke execute on function masterclass.erase_account() from public;
grant execute on function masterclass.erase_account() to authenticated;
