-- The module that fits best and that the reader may not open, as {"slug", "title", "is_sure"}, or null: the best is open
-- to them. It is sure when it is about something that nothing open so much as mentions, and has more of the question.
-- `found` is what search_course found, `topic` the module whose overview was asked for.
create or replace function masterclass.closed_module(found jsonb, topic uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select (block ->> 'module')::uuid as module_id, (block ->> 'score')::double precision as score, n,
           (block ->> 'words')::integer as words, (block ->> 'topics')::integer as topics,
           (block ->> 'module')::uuid in (select masterclass.open_modules()) as is_open
      from jsonb_array_elements(found -> 'blocks') with ordinality as listed (block, n)
  ),
  best as (
    select topic as module_id, true as is_sure
     where topic not in (select masterclass.open_modules())
     union all
    select r.module_id,
           r.topics > 0
             and not exists (
                   select from ranked as o
                    where o.is_open
                      and (1.3 * o.score > r.score or (r.topics < 2 and o.words >= r.words and 2 * o.score > r.score)))
      from ranked as r
     where r.n = 1 and not r.is_open
  )
  select jsonb_build_object('slug', m.slug, 'title', m.title, 'is_sure', b.is_sure)
    from best as b
    join masterclass.content_modules as m on m.id = b.module_id
   order by b.is_sure desc
   limit 1
$$;
revoke execute on function masterclass.closed_module(jsonb, uuid) from public;
grant execute on function masterclass.closed_module(jsonb, uuid) to authenticated;
