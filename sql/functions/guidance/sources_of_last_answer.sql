-- The blocks that the last answer of a conversation of the reader's named, in its order; where it named none, the first
-- two that it was made from.
create or replace function masterclass.sources_of_last_answer(conversation uuid)
returns table (block_id uuid, place bigint)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with last as (
    select m.sources, m.citations
      from masterclass.messages as m
     where m.conversation_id = conversation
       and m.role = 'assistant'
       and m.status <> 'pending'
     order by m.place desc
     limit 1
  )
  select (source ->> 'block_id')::uuid, min(n)
    from last
   cross join lateral jsonb_array_elements(case when last.citations = '[]' then last.sources else last.citations end)
                      with ordinality as listed (source, n)
   where last.citations <> '[]' or n <= 2
   group by 1
$$;
revoke execute on function masterclass.sources_of_last_answer(uuid) from public;
grant execute on function masterclass.sources_of_last_answer(uuid) to authenticated;
