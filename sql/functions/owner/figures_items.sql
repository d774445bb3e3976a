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
  with firsts as (
    select distinct on (a.user_id, a.module_id) a.id
      from masterclass.quiz_attempts as a
     where a.completed_at is not null
     order by a.user_id, a.module_id, a.completed_at, a.id
  ), totals as materialized (
    select r.attempt_id, sum(r.credit)::double precision as total,
           row_number() over (order by sum(r.credit), r.attempt_id) as place
      from masterclass.quiz_responses as r
     where r.attempt_id in (select f.id from firsts as f)
     group by r.attempt_id
  ), ordered as (
    select r.question_id, count(*) as n, count(*) filter (where r.credit = 1) as right_answers,
           avg(r.credit::double precision) as mean_credit,
           corr(r.credit::double precision, t.total - r.credit::double precision) as correlation,
           array_agg(t.place order by t.place) as places
      from masterclass.quiz_responses as r
      join totals as t on t.attempt_id = r.attempt_id
     group by r.question_id
  ), items as materialized (
    select o.question_id, o.n, o.right_answers, o.mean_credit, o.correlation, g.size as group_size,
           o.places[g.size] as lowest_until, o.places[o.n - g.size + 1] as highest_from
      from ordered as o
     cross join lateral (select round(0.27 * o.n)::integer as size) as g
  ), picks as materialized (
    select r.question_id, picked.option,
           count(*) as everyone,
           count(*) filter (where t.place <= i.lowest_until) as lowest,
           count(*) filter (where t.place >= i.highest_from) as highest
      from masterclass.quiz_responses as r
      join totals as t on t.attempt_id = r.attempt_id
      join items as i on i.question_id = r.question_id
      join masterclass.quiz_questions as q on q.id = r.question_id and q.kind <> 'numeric'
     cross join lateral jsonb_array_elements_text(r.chosen) as picked (option)
     group by r.question_id, picked.option
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
