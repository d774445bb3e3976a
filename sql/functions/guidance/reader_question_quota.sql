-- How many questions a day the reader may ask.
-- Definer: calls reader_has_full_access.
create or replace function masterclass.reader_question_quota(quota_free integer, quota_full integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when masterclass.reader_has_full_access() then quota_full else quota_free end
$$;
revoke execute on function masterclass.reader_question_quota(integer, integer) from public;
