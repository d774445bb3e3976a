-- The keys of the blocks that the reader has marked in one module, in their order.
-- Definer: reads completed_blocks, which no role may; the reader's own alone.
create or replace function masterclass.reader_blocks_read(slug text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(b.key order by b.position), '[]')
    from masterclass.content_modules as m
    join masterclass.content_blocks as b on b.module_id = m.id and b.retired_at is null
    join masterclass.completed_blocks as c on c.block_id = b.id and c.user_id = auth.uid()
   where m.slug = reader_blocks_read.slug
     and m.retired_at is null
$$;
revoke execute on function masterclass.reader_blocks_read(text) from public;
grant execute on function masterclass.reader_blocks_read(text) to authenticated;
