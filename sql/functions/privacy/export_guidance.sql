-- What is held of a member's questions to the guide, and what they used of its days.
-- Definer: reads conversations, messages and ai_usage of the member.
create or replace function masterclass.export_guidance(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'conversations', (
             select coalesce(jsonb_agg(jsonb_build_object(
                      'module', m.slug, 'case', r.title, 'created_at', c.created_at,
                      'messages', (select coalesce(jsonb_agg(to_jsonb(s) - 'conversation_id' order by s.place), '[]')
                                     from masterclass.messages as s
                                    where s.conversation_id = c.id)) order by c.created_at), '[]')
               from masterclass.conversations as c
               join masterclass.content_modules as m on m.id = c.module_id
               left join masterclass.case_reviews as r on r.id = c.case_id
              where c.user_id = member),
           'usage', (select coalesce(jsonb_agg(to_jsonb(u) - 'user_id' order by u.day), '[]')
                       from masterclass.ai_usage as u
                      where u.user_id = member),
           'under_way', (select count(*) from masterclass.ai_reservations as v where v.user_id = member))
$$;
revoke execute on function masterclass.export_guidance(uuid) from public;
