-- Writes down that somebody looked at, or took along, what is held of a member; once an hour for one reader and reason.
-- Definer: writes audit, which no role may.
create or replace function masterclass.note_reading(member uuid, actor text, action text, reason text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from masterclass.users as u where u.id = member for no key update;
  if not exists (select from masterclass.audit as n
                  where n.user_id = member and n.actor = note_reading.actor and n.action = note_reading.action
                    and n.reason = btrim(note_reading.reason) and n.acted_at > now() - interval '1 hour') then
    perform masterclass.write_audit(member, '', actor, action, reason, '{}');
  end if;
end
$$;
revoke execute on function masterclass.note_reading(uuid, text, text, text) from public;
