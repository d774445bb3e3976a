-- The blocks that an answer may be made from, in the order in which they are worth their room: those that fit the
-- question, then the rest of the current module (of the topic's, for an overview), then what the answer before was made
-- from. A question that says nothing by itself begins with the last. Row level security decides what is readable: the
-- function runs as its caller. A block that fits far less than the best does not come from elsewhere.
create or replace function masterclass.ordered_passages(
  module uuid, topic uuid, conversation uuid, found jsonb, continues boolean
) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with candidates as (
    select (block ->> 'id')::uuid as block_id, case when topic <> module then 3 else 1 end as tier, n as place
      from jsonb_array_elements(found -> 'blocks') with ordinality as listed (block, n)
     where n <= 5
       and (block ->> 'score')::double precision >= 0.4 * (found #>> '{blocks,0,score}')::double precision
     union all
    select b.id, 2, b.position
      from masterclass.content_blocks as b
     where b.module_id = topic
     union all
    select s.block_id, case when continues then 0 else 4 end, s.place
      from masterclass.sources_of_last_answer(conversation) as s
  ),
  chosen as (
    select distinct on (c.block_id) c.block_id, c.tier, c.place from candidates as c order by c.block_id, c.tier, c.place
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'block_id', b.id, 'version', b.version, 'block', b.key, 'module', m.slug, 'module_title', m.title,
           'heading', b.heading, 'text', b.text) order by c.tier, c.place, b.id), '[]')
    from chosen as c
    join masterclass.content_blocks as b on b.id = c.block_id
    join masterclass.content_modules as m on m.id = b.module_id
$$;
revoke execute on function masterclass.ordered_passages(uuid, uuid, uuid, jsonb, boolean) from public;
grant execute on function masterclass.ordered_passages(uuid, uuid, uuid, jsonb, boolean) to authenticated;
