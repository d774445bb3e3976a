-- Raises MC401 when the reader's session has ended, MC413 when it has not shown a second factor: what an owner may do
-- wants more than a password. The session itself is looked up, so that a removed factor counts no longer.
-- Definer: reads auth.sessions; the reader's own alone.
create or replace function masterclass.require_second_step() returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if masterclass.reader_session_started_at() is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  if not exists (select from auth.sessions as s
                  where s.id = (auth.jwt() ->> 'session_id')::uuid
                    and s.user_id = auth.uid()
                    and s.aal::text in ('aal2', 'aal3')) then
    raise exception using errcode = 'MC413', message = 'the session has shown no second factor';
  end if;
end
$$;
comment on function masterclass.require_second_step() is 'Raises MC413 unless the reader''s session has shown a second factor.';
revoke execute on function masterclass.require_second_step() from public;
grant execute on function masterclass.require_second_step() to authenticated;
