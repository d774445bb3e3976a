-- The whole course as the reader stands in it. completed_percent counts every block and every quiz once.
-- Definer: reads module_progress and completed_blocks, which no role may; the reader's own alone.
create or replace function masterclass.reader_progress() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with read as (
    select b.module_id, count(*) as blocks, count(c.block_id) as marked
      from masterclass.content_blocks as b
      left join masterclass.completed_blocks as c on c.block_id = b.id and c.user_id = auth.uid()
     where b.retired_at is null
     group by b.module_id
  ), standing as (
    select m.slug, m.order_index, p.seconds, p.read_at, p.best_score_percent,
           p.passed_at is not null as passed, p.completed_at,
           b.key as block, coalesce(r.blocks, 0) as blocks, coalesce(r.marked, 0) as marked,
           (m.question_count > 0)::integer as quizzes
      from masterclass.content_modules as m
      left join read as r on r.module_id = m.id
      left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = auth.uid()
      left join masterclass.content_blocks as b on b.id = p.block_id and b.retired_at is null
     where m.retired_at is null
  )
  select jsonb_build_object(
           'completed_percent', coalesce(floor(100.0 * sum(marked + quizzes * passed::integer)
                                               / nullif(sum(blocks + quizzes), 0)), 0)::integer,
           'resume', (select jsonb_build_object('module', r.slug, 'block', r.block, 'seconds', r.seconds)
                        from standing as r
                       where r.read_at is not null and r.block is not null
                       order by r.read_at desc
                       limit 1),
           'modules', coalesce(jsonb_agg(jsonb_build_object(
             'module', slug,
             'state', case when completed_at is not null or (marked = blocks and (quizzes = 0 or passed)) then 'completed'
                           when marked > 0 or read_at is not null or best_score_percent is not null then 'in_progress'
                           else 'not_started'
                      end,
             'block', block,
             'seconds', case when block is null then 0 else seconds end,
             'best_score_percent', best_score_percent,
             'passed', passed) order by order_index), '[]'))
    from standing
$$;
revoke execute on function masterclass.reader_progress() from public;
grant execute on function masterclass.reader_progress() to authenticated;
