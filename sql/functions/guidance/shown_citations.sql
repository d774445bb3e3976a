-- Citations as the reader is shown them, in their order.
create or replace function masterclass.shown_citations(citations jsonb) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('block', c -> 'block', 'module', c -> 'module', 'heading', c -> 'heading')
                            order by n), '[]')
    from jsonb_array_elements(citations) with ordinality as listed (c, n)
$$;
revoke execute on function masterclass.shown_citations(jsonb) from public;
grant execute on function masterclass.shown_citations(jsonb) to authenticated;
