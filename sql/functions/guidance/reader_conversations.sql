-- The reader's conversations about a module, newest first, or {"refusal": 'absent'}. Theirs also when access has
-- ended.
create or replace function masterclass.reader_conversations(slug text, quota_free integer, quota_full integer) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (select jsonb_build_object(
              'module', m.slug,
              'remaining_today', masterclass.reader_questions_left(quota_free, quota_full),
              'conversations', (
                select coalesce(jsonb_agg(jsonb_build_object(
                         'conversation_id', c.id, 'case_id', c.case_key, 'created_at', c.created_at,
                         'messages', (
                           select coalesce(jsonb_agg(jsonb_build_object(
                                    'message_id', s.id, 'role', s.role, 'content', s.content, 'status', s.status,
                                    'citations', masterclass.shown_citations(s.citations),
                                    'created_at', s.created_at) order by s.place), '[]')
                             from masterclass.messages as s
                            where s.conversation_id = c.id)) order by c.latest desc, c.id), '[]')
                  from (select k.id, r.key as case_key, k.created_at,
                               (select max(l.place) from masterclass.messages as l where l.conversation_id = k.id) as latest
                          from masterclass.conversations as k
                          left join masterclass.case_reviews as r on r.id = k.case_id
                         where k.module_id = m.id
                           and k.user_id = auth.uid()
                         order by 4 desc nulls last
                         limit 20) as c))
       from masterclass.content_modules as m
      where m.slug = reader_conversations.slug),
    jsonb_build_object('refusal', 'absent'))
$$;
revoke execute on function masterclass.reader_conversations(text, integer, integer) from public;
grant execute on function masterclass.reader_conversations(text, integer, integer) to authenticated;
