-- What is held of a member's questions to the guide: what they used of its days. Conversations can be long: they come in
-- pieces.
-- Definer: reads ai_usage and ai_reservations of the member.
create or replace function masterclass.export_guidance(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'conversations', jsonb_build_array(), -- exported_conversations
           'usage', (select coalesce(jsonb_agg(to_jsonb(u) - 'user_id' order by u.day), '[]')
                       from masterclass.ai_usage as u
                      where u.user_id = member),
           'under_way', (select count(*) from masterclass.ai_reservations as v where v.user_id = member))
$$;
revoke execute on function masterclass.export_guidance(uuid) from public;
