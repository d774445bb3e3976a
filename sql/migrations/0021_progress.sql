-- migrate:up

-- How far a member is. Everything is kept as it happens, so that reading it costs the same at any size.

create function masterclass.quiz_is_passed(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select not exists (select from masterclass.quiz_questions as q where q.module_id = module and q.retired_at is null)
      or exists (select from masterclass.module_progress as p
                  where p.user_id = member and p.module_id = module and p.passed_at is not null)
$$;

create function masterclass.blocks_are_marked(member uuid, module uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select not exists (
           select from masterclass.content_blocks as b
            where b.module_id = module
              and b.retired_at is null
              and not exists (select from masterclass.completed_blocks as c
                               where c.user_id = member and c.block_id = b.id))
$$;

-- The rule of completion. A module that was completed stays so; what it was the last one for is issued at once.
create function masterclass.complete_module(member uuid, module uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.module_progress as p
     set completed_at = now()
   where p.user_id = member
     and p.module_id = module
     and p.completed_at is null
     and masterclass.blocks_are_marked(member, module)
     and masterclass.quiz_is_passed(member, module);
  if found then
    perform masterclass.issue_certificate(member);
  end if;
end
$$;

-- A course that lost a block or a quiz may have completed modules for members who are not here: the sync asks.
create function masterclass.complete_modules() returns void
language sql
security definer
set search_path = ''
as $$
  select masterclass.complete_module(p.user_id, p.module_id)
    from masterclass.module_progress as p
   where p.completed_at is null
$$;

-- Returns why not ('absent', 'full-access', 'block', 'member'), or null when the position is kept.
create function masterclass.put_progress(slug text, block text, at_seconds integer, completed boolean) returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader  uuid := masterclass.require_reader();
  opened  record;
  reached uuid;
begin
  if reader is null then
    return 'member';
  end if;
  select * into opened from masterclass.open_module(slug);
  if opened.refusal is not null then
    return opened.refusal;
  end if;
  select b.id into reached
    from masterclass.content_blocks as b
   where b.module_id = opened.module_id and b.key = block and b.retired_at is null;
  if reached is null then
    return 'block';
  end if;
  insert into masterclass.module_progress as p (user_id, module_id, block_id, seconds, read_at)
  values (reader, opened.module_id, reached, at_seconds, now())
      on conflict on constraint module_progress_pkey do update
     set block_id = excluded.block_id, seconds = excluded.seconds, read_at = excluded.read_at;
  if completed then
    insert into masterclass.completed_blocks (user_id, block_id) values (reader, reached) on conflict do nothing;
    if found then
      perform masterclass.complete_module(reader, opened.module_id);
    end if;
  end if;
  return null;
end
$$;
grant execute on function masterclass.put_progress(text, text, integer, boolean) to authenticated;

-- The whole course as this member stands in it. completed_percent counts every block and every quiz once.
create function masterclass.reader_progress() returns jsonb
language sql
stable
security definer
set search_path = ''
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
grant execute on function masterclass.reader_progress() to authenticated;

-- The keys of the blocks that this member has marked in one module, in their order.
create function masterclass.reader_blocks_read(slug text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(b.key order by b.position), '[]')
    from masterclass.content_modules as m
    join masterclass.content_blocks as b on b.module_id = m.id and b.retired_at is null
    join masterclass.completed_blocks as c on c.block_id = b.id and c.user_id = auth.uid()
   where m.slug = reader_blocks_read.slug
     and m.retired_at is null
$$;
grant execute on function masterclass.reader_blocks_read(text) to authenticated;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
