-- What was said in a conversation of the reader's, oldest first, at most `most` questions with their answers. An
-- answer whose sources are no longer all readable is left out, with its question.
create or replace function masterclass.conversation_so_far(conversation uuid, most integer) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with turns as (
    select m.place, m.role, m.content, m.status, m.sources,
           count(*) filter (where m.role = 'user') over (order by m.place) as turn
      from masterclass.messages as m
     where m.conversation_id = conversation
  ),
  sayable as (
    select t.turn
      from turns as t
     group by t.turn
    having bool_and(t.status <> 'pending')
       and count(*) = 2
       and not exists (
             select from turns as s
              cross join lateral jsonb_array_elements(s.sources) as source
              where s.turn = t.turn
                and not exists (select from masterclass.content_blocks as b where b.id = (source ->> 'block_id')::uuid))
     order by t.turn desc
     limit most
  )
  select coalesce(jsonb_agg(jsonb_build_object('role', t.role, 'content', t.content) order by t.place), '[]')
    from turns as t
    join sayable using (turn)
$$;
revoke execute on function masterclass.conversation_so_far(uuid, integer) from public;
grant execute on function masterclass.conversation_so_far(uuid, integer) to authenticated;
