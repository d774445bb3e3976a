-- What an answer that earned `given` is worth under the question as it is asked today; what today's version cannot
-- grade is worth what it was.
create or replace function masterclass.credit_today(asked masterclass.quiz_questions, today masterclass.quiz_questions,
                                                    chosen jsonb, given numeric) returns numeric
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case
           when not masterclass.is_corrected(asked, today) or carried is null then given
           when masterclass.answer_fault(today, carried) is not null then given
           else masterclass.credit(today, carried)
         end
    from masterclass.carried_answer(asked, today, chosen) as carried
$$;
revoke execute on function
  masterclass.credit_today(masterclass.quiz_questions, masterclass.quiz_questions, jsonb, numeric) from public;
