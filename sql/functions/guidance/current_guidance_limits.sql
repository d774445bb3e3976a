-- What may be asked and spent now. Before anybody has set it: nothing.
-- Definer: reads guidance_limits, which no role may.
create or replace function masterclass.current_guidance_limits() returns masterclass.guidance_limits
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select l from masterclass.guidance_limits as l
$$;
revoke execute on function masterclass.current_guidance_limits() from public;
