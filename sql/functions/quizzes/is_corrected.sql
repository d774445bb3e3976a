-- Whether `today` corrects the key of `asked`: another right answer, or another tolerance. A new wording corrects
-- nothing.
create or replace function masterclass.is_corrected(asked masterclass.quiz_questions, today masterclass.quiz_questions)
returns boolean
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select today.id is not null
     and today.version > asked.version
     and case
           when asked.kind <> today.kind then true
           when asked.kind = 'numeric'
             then (asked.correct_answer ->> 0)::numeric <> (today.correct_answer ->> 0)::numeric
                  or asked.tolerance <> today.tolerance
           else not coalesce(
             masterclass.carried_answer(asked, today, asked.correct_answer) @> today.correct_answer
             and today.correct_answer @> masterclass.carried_answer(asked, today, asked.correct_answer), false)
         end
$$;
revoke execute on function masterclass.is_corrected(masterclass.quiz_questions, masterclass.quiz_questions) from public;
