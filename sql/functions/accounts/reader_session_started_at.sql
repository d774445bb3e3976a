-- When the reader signed in; null when that session has been ended or the reader is banned. Signing out does not kill
-- an access token, nor does a ban, so where money, deletion or AI is concerned the session itself is looked up. The
-- claims are those of the current transaction.
-- Definer: reads auth.sessions and auth.users; the reader's own alone.
create or replace function masterclass.reader_session_started_at() returns timestamptz
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select s.created_at
    from auth.sessions as s
    join auth.users as u on u.id = s.user_id
   where s.id = (auth.jwt() ->> 'session_id')::uuid
     and s.user_id = auth.uid()
     and (s.not_after is null or s.not_after > now())
     and (u.banned_until is null or u.banned_until <= now())
$$;
comment on function masterclass.reader_session_started_at() is
  'When the reader signed in; null when that session has been ended.';
revoke execute on function masterclass.reader_session_started_at() from public;
grant execute on function masterclass.reader_session_started_at() to authenticated;
