-- The faults of `answers` ([{"question_id", "chosen"}]) against the questions asked, each with its place.
-- Definer: reads the key of the questions.
create or replace function masterclass.answer_faults(answers jsonb, questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'pointer', '/answers/' || (n - 1) || case when q.id is null or twice then '/question_id' else '/chosen' end,
           'detail', case when q.id is null then 'not a question of this attempt'
                          when twice then 'each question once'
                          else masterclass.answer_fault(q, a -> 'chosen')
                     end) order by n), '[]')
    from (select a, n, count(*) over (partition by a ->> 'question_id') > 1 as twice
            from jsonb_array_elements(answers) with ordinality as listed (a, n)) as given
    left join masterclass.quiz_questions as q
      on q.id = (a ->> 'question_id')::uuid
     and q.id = any (questions)
   where q.id is null
      or twice
      or masterclass.answer_fault(q, a -> 'chosen') is not null
$$;
revoke execute on function masterclass.answer_faults(jsonb, uuid[]) from public;
