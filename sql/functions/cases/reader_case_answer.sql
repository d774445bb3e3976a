-- The reader's own latest answer to a case; nothing before it is committed.
-- Definer: reads case_answers, which no role may; the reader's own alone.
create or replace function masterclass.reader_case_answer(asked_case uuid) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select a.answer
    from masterclass.case_answers as a
   where a.user_id = auth.uid()
     and a.case_id = asked_case
   order by a.created_at desc
   limit 1
$$;
revoke execute on function masterclass.reader_case_answer(uuid) from public;
grant execute on function masterclass.reader_case_answer(uuid) to authenticated;
