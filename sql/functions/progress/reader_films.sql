-- How far the reader has seen each film of one module, in the order in which they stand there.
-- Definer: reads film_places, which no role may; the reader's own alone.
create or replace function masterclass.reader_films(slug text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('block', b.key, 'film', f.film, 'seconds', f.seconds)
                            order by b.position, f.film), '[]')
    from masterclass.content_modules as m
    join masterclass.content_blocks as b on b.module_id = m.id and b.retired_at is null
    join masterclass.film_places as f on f.block_id = b.id and f.user_id = auth.uid()
   where m.slug = reader_films.slug
     and m.retired_at is null
$$;
revoke execute on function masterclass.reader_films(text) from public;
grant execute on function masterclass.reader_films(text) to authenticated;
