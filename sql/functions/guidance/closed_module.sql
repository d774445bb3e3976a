-- The module that fits best and that the reader may not open, as {"slug", "title", "is_sure"}, or null: the best is open to
-- them. It is sure when nothing open fits nearly as well, or has as many of its words, of which there are two. `found` is what search_course found, `topic` the module whose
-- overview was asked for.
create or replace function masterclass.closed_module(found jsonb, topic uuid) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with ranked as (
    select (block ->> 'module')::uuid as module_id, (block ->> 'score')::double precision as score, n,
           (block ->> 'words')::integer as words,
           (block ->> 'module')::uuid in (select masterclass.open_modules()) as is_open
      from jsonb_array_elements(found -> 'blocks') with ordinality as listed (block, n)
  ),
  best as (
    select topic as module_id, true as is_sure
     where topic not in (select masterclass.open_modules())
     union all
    select r.module_id,
           r.words >= 2 and not exists (select from ranked as o where o.is_open and (1.5 * o.score > r.score or o.words >= r.words))
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
