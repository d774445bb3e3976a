-- Notes that a member is to get their mail again, and which: 'signup' until the address is confirmed, a link to sign in
-- from then on. Null where one was sent within ten minutes; one that was asked for and never sent (the call died) is
-- taken up again. Returns the note's id.
-- Definer: writes audit and reads auth.users.
create or replace function masterclass.support_resend(member uuid, actor text, reason text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  kind  text;
  noted masterclass.audit;
begin
  select case when a.email_confirmed_at is null then 'signup' else 'magiclink' end into kind
    from auth.users as a where a.id = member;
  select n.* into noted
    from masterclass.audit as n
   where n.user_id = member and n.action = 'resend' and n.detail ->> 'mail' = kind
     and n.acted_at > now() - interval '10 minutes'
   order by n.id desc
   limit 1;
  if noted.detail ->> 'state' = 'sent' then
    return null;
  end if;
  return jsonb_build_object('mail', kind, 'note', coalesce(noted.id, masterclass.write_audit(
    member, '', actor, 'resend', reason, jsonb_build_object('mail', kind, 'state', 'asked'))));
end
$$;
revoke execute on function masterclass.support_resend(uuid, text, text) from public;
