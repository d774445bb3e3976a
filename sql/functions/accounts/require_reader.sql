-- The reader's id; raises MC401 where there is no such person. Every row of a member's hangs on the member row; where the
-- trigger's is missing, this makes it. The row is held until the commit: an erasure waits for what has begun, and
-- what begins behind an erasure finds nobody.
-- Definer: locks the reader's row in users, and makes it.
create or replace function masterclass.require_reader() returns uuid
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := auth.uid();
begin
  perform from masterclass.users as u where u.id = reader for key share;
  if not found then
    perform masterclass.repair_members(reader);
    perform from masterclass.users as u where u.id = reader for key share;
    if not found then
      raise exception using errcode = 'MC401', message = 'there is no such person';
    end if;
  end if;
  return reader;
end
$$;
revoke execute on function masterclass.require_reader() from public;
