-- A page of the reader's conversations about a module, newest first, theirs also when access has ended: 20, or fewer where
-- they are long; and where the next begins, null behind the last. `before` is null for the first. Raises MC404 where there
-- is no such module.
create or replace function masterclass.conversations_page(slug text, before text, out document jsonb, out next text)
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  module uuid := (select m.id from masterclass.content_modules as m where m.slug = conversations_page.slug);
  listed jsonb;
begin
  if module is null then
    raise exception using errcode = 'MC404', message = 'no such module';
  end if;
  with known as (
    select k.id, k.case_id, k.created_at, l.size,
           to_char(coalesce(l.latest, 0), 'FM00000000000000000000') || k.id::text as place
      from masterclass.conversations as k
     cross join lateral (select max(m.place) as latest, sum(octet_length(m.content)) as size
                           from masterclass.messages as m
                          where m.conversation_id = k.id) as l
     where k.module_id = module
       and k.user_id = auth.uid()
  ),
  older as (
    select k.*,
           row_number() over newest as number,
           coalesce(sum(k.size) over newest - k.size, 0) as behind,
           count(*) over () as together
      from known as k
     where before is null or k.place < before
    window newest as (order by k.place desc)
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'conversation_id', o.id, 'case_id', r.key, 'created_at', o.created_at,
           'messages', (
             select coalesce(jsonb_agg(jsonb_build_object(
                      'message_id', s.id, 'role', s.role, 'content', s.content, 'status', s.status,
                      'citations', masterclass.shown_citations(s.citations),
                      'created_at', s.created_at) order by s.place), '[]')
               from masterclass.messages as s
              where s.conversation_id = o.id)) order by o.place desc), '[]'),
         case when count(*) < max(o.together) then min(o.place) end
    into listed, next
    from older as o
    left join masterclass.case_reviews as r on r.id = o.case_id
   where o.number <= 20
     and (o.behind < 1000000 or o.number = 1);
  document := jsonb_build_object(
    'module', slug, 'remaining_today', masterclass.questions_left(), 'conversations', listed);
end
$$;
revoke execute on function masterclass.conversations_page(text, text) from public;
grant execute on function masterclass.conversations_page(text, text) to authenticated;
