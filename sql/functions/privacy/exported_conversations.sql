-- A member's conversations with the guide, one a row, in their order behind `after`:
-- as many as begin within `room` bytes, at least one.
-- Definer: reads conversations and messages of the member.
create or replace function masterclass.exported_conversations(member uuid, after text, room integer)
returns table (place text, piece jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with places as (
    select c.id, masterclass.place_in_time(c.created_at, c.id) as place,
           (select coalesce(sum(octet_length(s.content) + octet_length(s.sources::text) + 500), 0)
              from masterclass.messages as s
             where s.conversation_id = c.id) as size
      from masterclass.conversations as c
     where c.user_id = member
  ),
  fitting as (
    select p.id, p.place, sum(p.size) over (order by p.place) - p.size as before
      from places as p
     where p.place > coalesce(after, '')
  )
  select f.place,
         jsonb_build_object(
           'module', m.slug, 'case', r.title, 'created_at', c.created_at,
           'messages', (select coalesce(jsonb_agg(to_jsonb(s) - 'conversation_id' order by s.place), '[]')
                          from masterclass.messages as s
                         where s.conversation_id = c.id))
    from fitting as f
    join masterclass.conversations as c on c.id = f.id
    join masterclass.content_modules as m on m.id = c.module_id
    left join masterclass.case_reviews as r on r.id = c.case_id
   where f.before < room
   order by f.place
$$;
revoke execute on function masterclass.exported_conversations(uuid, text, integer) from public;
