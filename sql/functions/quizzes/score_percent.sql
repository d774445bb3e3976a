-- The score of an attempt: what its answers earned, of all that was asked, in whole percent; halves go up.
create or replace function masterclass.score_percent(earned numeric, asked integer) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select round(100 * earned / asked)::integer
$$;
revoke execute on function masterclass.score_percent(numeric, integer) from public;
