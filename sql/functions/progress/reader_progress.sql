-- The whole course as the reader stands in it. completed_percent counts every block and every quiz once.
-- Definer: reads module_progress and completed_blocks, which no role may; the reader's own alone.
create or replace function masterclass.reader_progress() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with standing as (
    select m.slug, m.order_index, p.seconds, p.read_at, p.best_score_percent,
           p.passed_at is not null as passed, p.completed_at,
           b.key as block,
           (select count(*) from masterclass.content_blocks as a
             where a.module_id = m.id and a.retired_at is null) as blocks,
           (select count(*) from masterclass.completed_blocks as c
              join masterclass.content_blocks as a on a.id = c.block_id
             where c.user_id = auth.uid() and a.module_id = m.id and a.retired_at is null) as marked,
           (m.question_count > 0)::integer as quizzes
      from masterclass.content_modules as m
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
