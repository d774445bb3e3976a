-- Every block of the course ranked for a question, whoever asks: {"blocks": [{"id", "module", "score", "words",
-- "topics"}], "known", "named", "familiar"}. `words` are the question's own, `meant` the course's words for what it
-- says otherwise, `spoken` the question as it stands (the words that say little count for little), `context` what it
-- was asked beside (a third). A word weighs more the fewer blocks have it, twice as much in a heading; words side by
-- side in both count half as much again, and the current module comes first among equals. A word that no lesson has is
-- taken for the one that it is most like. `known` of the question's own words stand in the course, `named` of them in
-- a heading or a title, `familiar` are those of more than one block. `words` counts what a block has of the question,
-- `topics` what of that its module is about and nothing open to the reader so much as mentions.
-- Definer: reads every block, so that a reader can be told which closed module has the answer; hands out no text.
create or replace function masterclass.search_course(
  module uuid, words text[], meant text, spoken text, context text, most integer
) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with blocks as materialized (
    select b.id, b.module_id, b.search
      from masterclass.content_blocks as b
      join masterclass.content_modules as m on m.id = b.module_id
     where b.retired_at is null and m.retired_at is null
       and b.withheld_since is null
  ),
  titles as materialized (
    select m.id as module_id, u.lexeme
      from masterclass.content_modules as m
     cross join lateral unnest(to_tsvector('pg_catalog.english', m.title || ' ' || m.summary)) as u (lexeme, positions, weights)
     where m.retired_at is null
  ),
  own as materialized (
    select w.word, u.lexeme
      from unnest(words) as w (word)
     cross join lateral unnest(to_tsvector('pg_catalog.english', w.word)) as u (lexeme, positions, weights)
  ),
  said as materialized (
    select s.lexeme, max(s.weight) as weight
      from (select o.lexeme, 1.0::double precision from own as o
             union all
            select u.lexeme, 0.8 from unnest(to_tsvector('pg_catalog.english', meant)) as u (lexeme, positions, weights)
             union all
            select u.lexeme, 0.33 from unnest(to_tsvector('pg_catalog.english', context)) as u (lexeme, positions, weights)
             union all
            select u.lexeme, 0.15 from unnest(to_tsvector('pg_catalog.english', spoken)) as u (lexeme, positions, weights)
           ) as s (lexeme, weight)
     group by s.lexeme
  ),
  exact as materialized (
    select b.id, b.module_id, u.lexeme, u.positions, 'A' = any (u.weights) as in_heading
      from blocks as b
     cross join lateral unnest(b.search) as u (lexeme, positions, weights)
     where u.lexeme in (select s.lexeme from said as s)
  ),
  -- Read only where a word is in no lesson.
  lexemes as materialized (
    select u.lexeme, count(*) as blocks
      from blocks as b
     cross join lateral unnest(b.search) as u (lexeme, positions, weights)
     group by u.lexeme
  ),
  alike as materialized (
    select o.word, near.lexeme
      from own as o
     cross join lateral (
            select k.lexeme
              from lexemes as k
             cross join lateral (
                    select least(extensions.levenshtein_less_equal(left(o.word, length(k.lexeme)), k.lexeme, 3),
                                 extensions.levenshtein_less_equal(o.lexeme, k.lexeme, 3)) as edits) as difference
             where length(k.lexeme) between greatest(5, length(o.lexeme) - 4) and length(o.word) + 1
               and left(k.lexeme, 1) = left(o.word, 1)
               and difference.edits <= length(k.lexeme) / 4
             order by difference.edits, length(k.lexeme) desc, k.blocks desc
             limit 1) as near
     where o.lexeme not in (select e.lexeme from exact as e)
       and length(o.word) between 5 and 40
  ),
  entries as materialized (
    select e.*, s.weight from exact as e join said as s using (lexeme)
     union all
    select b.id, b.module_id, u.lexeme, u.positions, 'A' = any (u.weights), 0.8
      from blocks as b
     cross join lateral unnest(b.search) as u (lexeme, positions, weights)
     where exists (select from alike)
       and u.lexeme in (select a.lexeme from alike as a)
       and u.lexeme not in (select s.lexeme from said as s)
  ),
  hits as materialized (
    select e.id, e.module_id, e.lexeme, e.positions, e.in_heading, cardinality(e.positions) as times, e.weight as share,
           count(*) over (partition by e.lexeme, e.module_id) as spread,
           e.weight * ln(1 + (select count(*) from blocks) / (count(*) over (partition by e.lexeme))::double precision) as weight
      from entries as e
  ),
  open_to_reader as materialized (
    select distinct e.lexeme from entries as e where e.module_id in (select masterclass.open_modules())
  ),
  side_by_side as (
    select u.lexeme, p.place
      from (values (spoken), (meant)) as t (said)
     cross join lateral unnest(to_tsvector('pg_catalog.english', t.said)) as u (lexeme, positions, weights)
     cross join lateral unnest(u.positions) as p (place)
  ),
  paired as (
    select distinct h.id
      from side_by_side as a
      join side_by_side as b on b.place = a.place + 1
      join hits as h on h.lexeme = a.lexeme
      join hits as g on g.id = h.id and g.lexeme = b.lexeme
     where exists (select from unnest(h.positions) as p (place) where p.place + 1 = any (g.positions))
  ),
  scored as (
    select h.id, h.module_id,
           sum(h.weight * (h.times / (h.times + 1.0))
               * (case when h.in_heading then 2 else 1 end)
               * (case when exists (select from titles as t where t.module_id = h.module_id and t.lexeme = h.lexeme)
                       then 1.25 else 1 end))
             * (case when h.id in (select p.id from paired as p) then 1.5 else 1 end)
             * (case when h.module_id = search_course.module then 1.25 else 1 end) as score,
           count(*) filter (where h.share > 0.5) as words,
           count(*) filter (
             where h.share > 0.5
               and h.lexeme not in (select o.lexeme from open_to_reader as o)
               and (h.in_heading or h.spread >= 2
                    or exists (select from titles as t where t.module_id = h.module_id and t.lexeme = h.lexeme))) as topics
      from hits as h
     group by h.id, h.module_id
    having max(h.share) > 0.2
     order by score desc, h.id
     limit most
  ),
  recognized as (
    select o.word, o.lexeme from own as o where o.lexeme in (select e.lexeme from exact as e)
     union all
    select a.word, a.lexeme from alike as a where length(a.word) >= 6
  )
  select jsonb_build_object(
           'blocks', (select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'module', s.module_id, 'score', s.score,
                                                                   'words', s.words, 'topics', s.topics)
                                                order by s.score desc, s.id), '[]')
                        from scored as s),
           'known', (select count(distinct o.word) from recognized as o),
           'familiar', (select coalesce(jsonb_agg(distinct o.word), '[]')
                          from own as o
                         where (select count(*) from exact as e where e.lexeme = o.lexeme) >= 2),
           'named', (select count(distinct o.word)
                       from recognized as o
                      where exists (select from entries as e where e.in_heading and e.lexeme = o.lexeme)
                         or exists (select from titles as t where t.lexeme = o.lexeme)))
$$;
revoke execute on function masterclass.search_course(uuid, text[], text, text, text, integer) from public;
grant execute on function masterclass.search_course(uuid, text[], text, text, text, integer) to authenticated;
