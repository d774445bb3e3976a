-- Raises MC401 when the person of the token is no more. An access token outlives its person by up to an hour. Every
-- transaction in somebody's name begins with this question, so that no endpoint, present or future, has to remember
-- to ask it: whoever was erased is told to sign in, everywhere and with nothing read or written. Asked before the
-- transaction's role is taken on, hence by the login itself.
-- Definer: reads users and auth.users before any role is taken on.
create or replace function masterclass.require_living_reader() returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := auth.uid();
begin
  if reader is null or exists (select from masterclass.users as u where u.id = reader) then
    return;
  end if;
  -- A member row that is merely missing is repaired elsewhere.
  if not exists (select from auth.users as a where a.id = reader) then
    raise exception using errcode = 'MC401', message = 'the reader was erased';
  end if;
end
$$;
comment on function masterclass.require_living_reader() is 'Raises MC401 when the person of the token is no more.';
revoke execute on function masterclass.require_living_reader() from public;
grant execute on function masterclass.require_living_reader() to masterclass_functions;
