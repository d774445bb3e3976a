-- For each section of the course, in order: how many began its module, and how many of them have read the section.
-- Definer: reads module_progress and completed_blocks of every member.
create or replace function masterclass.figures_blocks() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with begun as (
    select p.module_id, count(*) as members from masterclass.module_progress as p group by p.module_id
  ), reached as (
    select c.block_id, count(*) as members from masterclass.completed_blocks as c group by c.block_id
  )
  select coalesce(jsonb_agg(jsonb_build_object(
           'module', m.slug, 'title', m.title, 'block', b.key, 'heading', b.heading,
           'began', coalesce(begun.members, 0), 'reached', coalesce(reached.members, 0))
           order by m.order_index, b.position), '[]')
    from masterclass.content_modules as m
    join masterclass.content_blocks as b on b.module_id = m.id and b.retired_at is null
    left join begun on begun.module_id = m.id
    left join reached on reached.block_id = b.id
   where m.retired_at is null
$$;
revoke execute on function masterclass.figures_blocks() from public;
