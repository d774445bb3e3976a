-- Each question by version, over every member's first completed attempt at its quiz: how many answered it, how many
-- fully right, the mean credit, and its correlation with the credit for the rest of the same attempt. Of a question with
-- options also how many picked each: of all, and of the 27 % whose attempts earned least and most (as many as
-- round(0.27 × n); who earned the same stand in the order of their attempts' ids).
-- Definer: reads attempts, answers and the key, which no role may.
create or replace function masterclass.figures_items() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with firsts as materialized (
    select distinct on (a.user_id, a.module_id) a.id
      from masterclass.quiz_attempts as a
     where a.completed_at is not null
     order by a.user_id, a.module_id, a.completed_at, a.id
  ), scored as materialized (
    select r.question_id, r.attempt_id, r.chosen, r.credit::double precision as credit,
           sum(r.credit::double precision) over (partition by r.attempt_id) as total
      from masterclass.quiz_responses as r
      join firsts as f on f.id = r.attempt_id
  ), placed as materialized (
    select s.question_id, s.chosen, s.credit, s.total,
           row_number() over (partition by s.question_id order by s.total, s.attempt_id) as place,
           count(*) over (partition by s.question_id) as n
      from scored as s
  ), items as (
    select p.question_id, max(p.n) as n, count(*) filter (where p.credit = 1) as right_answers,
           avg(p.credit) as mean_credit, corr(p.credit, p.total - p.credit) as correlation,
           round(0.27 * max(p.n))::bigint as group_size
      from placed as p
     group by p.question_id
  ), picks as (
    select p.question_id, picked.option,
           count(*) as everyone,
           count(*) filter (where p.place <= round(0.27 * p.n)) as lowest,
           count(*) filter (where p.place > p.n - round(0.27 * p.n)) as highest
      from placed as p
     cross join lateral jsonb_array_elements_text(p.chosen) as picked (option)
      join masterclass.quiz_questions as q on q.id = p.question_id and q.kind <> 'numeric'
     group by p.question_id, picked.option
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'module', m.slug, 'title', m.title, 'key', q.key, 'version', q.version, 'kind', q.kind,
           'question', q.question, 'current', q.retired_at is null,
           'n', i.n, 'right_answers', i.right_answers, 'mean_credit', i.mean_credit, 'correlation', i.correlation,
           'group_size', i.group_size,
           'options', (select coalesce(jsonb_agg(jsonb_build_object(
                                'id', o.value ->> 'id', 'text', o.value ->> 'text',
                                'correct', q.correct_answer ? (o.value ->> 'id'),
                                'everyone', coalesce(p.everyone, 0), 'lowest', coalesce(p.lowest, 0),
                                'highest', coalesce(p.highest, 0)) order by o.place), '[]')
                         from jsonb_array_elements(q.options) with ordinality as o (value, place)
                         left join picks as p on p.question_id = q.id and p.option = o.value ->> 'id'))
           order by m.order_index, q.position, q.key, q.version), '[]')
    from items as i
    join masterclass.quiz_questions as q on q.id = i.question_id
    join masterclass.content_modules as m on m.id = q.module_id
$$;
revoke execute on function masterclass.figures_items() from public;
