-- The module that teaches what an overview was asked of: the one whose title says most of it and whose best blocks fit it
-- best; the current one where nothing fits. `asked` is the question's words, `found` what search_course found.
create or replace function masterclass.topic_module(module uuid, asked text, found jsonb) returns uuid
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with blocks as (
    select (block ->> 'module')::uuid as module_id, (block ->> 'score')::double precision as score,
           row_number() over (partition by block ->> 'module' order by (block ->> 'score')::double precision desc) as place
      from jsonb_array_elements(found -> 'blocks') as listed (block)
  ),
  asked_words as (
    select word from unnest(tsvector_to_array(to_tsvector('pg_catalog.english', asked))) as w (word)
  ),
  titled as (
    select m.id, count(w.word) / greatest(1, (select count(*) from asked_words))::double precision as share
      from masterclass.content_modules as m
      left join asked_words as w
        on w.word = any (tsvector_to_array(to_tsvector('pg_catalog.english', m.title)))
     group by m.id
  )
  select coalesce(
    (select b.module_id
       from blocks as b
       join titled as t on t.id = b.module_id
      where b.place <= 4
      group by b.module_id, t.share
      order by sum(b.score) * (1 + 3 * t.share) desc, b.module_id
      limit 1),
    module)
$$;
revoke execute on function masterclass.topic_module(uuid, text, jsonb) from public;
grant execute on function masterclass.topic_module(uuid, text, jsonb) to authenticated;
