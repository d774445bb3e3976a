-- How many questions the reader may still ask today.
-- Definer: reads ai_usage, which no role may; the reader's own alone.
create or replace function masterclass.reader_questions_left(quota_free integer, quota_full integer) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select greatest(0, masterclass.reader_question_quota(quota_free, quota_full)
                     - coalesce((select u.reserved + u.settled
                                   from masterclass.ai_usage as u
                                  where u.user_id = auth.uid() and u.day = masterclass.today()), 0))
$$;
revoke execute on function masterclass.reader_questions_left(integer, integer) from public;
grant execute on function masterclass.reader_questions_left(integer, integer) to authenticated;
