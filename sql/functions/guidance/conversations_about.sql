-- The reader's conversations about a module, newest first; theirs also when access has ended. Raises MC404 where there
-- is no such module.
create or replace function masterclass.conversations_about(slug text) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  module uuid := (select m.id from masterclass.content_modules as m where m.slug = conversations_about.slug);
begin
  if module is null then
    raise exception using errcode = 'MC404', message = 'no such module';
  end if;
  return jsonb_build_object(
    'module', slug,
    'remaining_today', masterclass.questions_left(),
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
               where k.module_id = module
                 and k.user_id = auth.uid()
               order by 4 desc nulls last
               limit 20) as c));
end
$$;
revoke execute on function masterclass.conversations_about(text) from public;
grant execute on function masterclass.conversations_about(text) to authenticated;
