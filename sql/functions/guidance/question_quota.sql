-- How many questions a day the reader may ask.
-- Definer: calls reader_has_full_access, and reads guidance_limits, which no role may.
create or replace function masterclass.question_quota() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when masterclass.reader_has_full_access() then l.questions_full else l.questions_free end
    from masterclass.current_guidance_limits() as l
$$;
revoke execute on function masterclass.question_quota() from public;
