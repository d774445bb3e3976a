-- The words of a text that carry meaning, stemmed.
create or replace function masterclass.meaningful_words(words text) returns text[]
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select tsvector_to_array(to_tsvector('pg_catalog.english', words))
$$;
revoke execute on function masterclass.meaningful_words(text) from public;
grant execute on function masterclass.meaningful_words(text) to authenticated;
