-- The blocks that this reader may read (row level security decides: the function runs as its caller), ranked for a
-- question. A word weighs more the fewer blocks have it, twice as much in a heading, and the current module comes
-- first among equals. `context` is what was said before: its words count for a third. A block is found when it has
-- enough of the question: nearly half of its weight, four of its words, or two that stand side by side; a short
-- question ("and if I am married?") is also understood from its context. Where one block fits, those with two of the
-- question's words come along.
create or replace function masterclass.find_passages(module uuid, question text, context text, most integer)
returns table (block_id uuid, score double precision)
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with asked as (
    select w.word, true as is_own, 1.0::double precision as weight
      from unnest(masterclass.meaningful_words(question)) as w (word)
     union all
    select w.word, false, 0.33
      from unnest(masterclass.meaningful_words(context)) as w (word)
     where w.word <> all (masterclass.meaningful_words(question))
  ),
  readable as materialized (
    select b.id, b.module_id, b.search from masterclass.content_blocks as b
  ),
  hits as (
    select r.id, r.module_id, u.lexeme, 'A' = any (u.weights) as in_heading, u.positions,
           cardinality(u.positions) as times
      from readable as r
     cross join lateral unnest(r.search) as u (lexeme, positions, weights)
     where u.lexeme in (select a.word from asked as a)
  ),
  -- Words that stand side by side in the question, and the blocks in which they do so too: "saving rate".
  spoken as (
    select u.lexeme, p.place
      from unnest(to_tsvector('pg_catalog.english', question)) as u (lexeme, positions, weights)
     cross join lateral unnest(u.positions) as p (place)
  ),
  paired as (
    select distinct h.id
      from spoken as a
      join spoken as b on b.place = a.place + 1
      join hits as h on h.lexeme = a.lexeme
      join hits as g on g.id = h.id and g.lexeme = b.lexeme
     where exists (select from unnest(h.positions) as p (place) where p.place + 1 = any (g.positions))
  ),
  weighed as (
    select a.word, a.is_own,
           a.weight * ln(1 + (select count(*) from readable) / greatest(0.5, count(h.id))) as weight
      from asked as a
      left join hits as h on h.lexeme = a.word
     group by a.word, a.is_own, a.weight
  ),
  scored as (
    select h.id,
           sum(w.weight * (h.times / (h.times + 1.0)) * case when h.in_heading then 2 else 1 end)
             * case when h.module_id = find_passages.module then 1.5 else 1 end as score,
           coalesce(sum(w.weight) filter (where w.is_own), 0)
             / nullif((select sum(o.weight) from weighed as o where o.is_own), 0) as share,
           count(*) filter (where w.is_own) as own_words,
           (select count(*) from weighed as o where o.is_own) as asked_words,
           count(*) filter (where not w.is_own) as context_words
      from hits as h
      join weighed as w on w.word = h.lexeme
     group by h.id, h.module_id
  ),
  judged as materialized (
    select s.id, s.score, s.own_words,
           s.share >= 0.45
             or s.own_words >= 4
             or s.id in (select p.id from paired as p)
             or (s.own_words >= 2 and s.share >= 0.4)
             or (s.context_words >= 3 and (s.own_words >= 1 or s.asked_words <= 3)) as fits
      from scored as s
  )
  select j.id, j.score
    from (select f.*, bool_or(f.fits) over () as something_fits from judged as f) as j
   where j.fits
      or (j.own_words >= 2 and j.something_fits)
   order by j.score desc, j.id
   limit most
$$;
revoke execute on function masterclass.find_passages(uuid, text, text, integer) from public;
grant execute on function masterclass.find_passages(uuid, text, text, integer) to authenticated;
