-- How many questions the reader may still ask today.
-- Definer: reads ai_usage, which no role may; the reader's own alone.
create or replace function masterclass.questions_left() returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select greatest(0, masterclass.question_quota()
                     - coalesce((select u.reserved + u.settled
                                   from masterclass.ai_usage as u
                                  where u.user_id = auth.uid() and u.day = masterclass.today()), 0))
$$;
revoke execute on function masterclass.questions_left() from public;
grant execute on function masterclass.questions_left() to authenticated;
