-- What the guide was asked about, never in whose words: answers by month with how many of them named no passage of the
-- course and what they cost (millionths of a dollar), and by the section that they cite.
-- Definer: reads messages, conversations and ai_spend.
create or replace function masterclass.figures_guide() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with answers as materialized (
    select m.id, to_char(m.created_at at time zone 'UTC', 'YYYY-MM') as month, m.citations
      from masterclass.messages as m
     where m.role = 'assistant'
       and m.status <> 'pending'
  ), spent as (
    select to_char(s.day, 'YYYY-MM') as month, sum(s.settled_microusd)::bigint as cost
      from masterclass.ai_spend as s
     group by 1
  ), months as (
    select month, count(*) as answers, count(*) filter (where citations = '[]') as not_covered
      from answers
     group by month
  ), cited as (
    select c.value ->> 'module' as module, c.value ->> 'block' as block, max(c.value ->> 'heading') as heading,
           count(distinct a.id) as answers
      from answers as a
     cross join lateral jsonb_array_elements(a.citations) as c (value)
     group by 1, 2
  )
  select jsonb_build_object(
           'months', (select coalesce(jsonb_agg(jsonb_build_object(
                               'month', month, 'answers', coalesce(m.answers, 0),
                               'not_covered', coalesce(m.not_covered, 0), 'cost_microusd', coalesce(s.cost, 0))
                               order by month), '[]')
                        from months as m
                        full join spent as s using (month)),
           'blocks', (select coalesce(jsonb_agg(to_jsonb(c) order by c.answers desc, c.module, c.block), '[]')
                        from cited as c))
$$;
revoke execute on function masterclass.figures_guide() from public;
