-- What an answer is worth, between 0 and 1. Several right options: each right tick earns its share, each wrong one
-- costs its share of the wrong options, so that ticking everything earns exactly nothing.
create or replace function masterclass.credit(question masterclass.quiz_questions, chosen jsonb) returns numeric
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case question.kind
           when 'numeric' then
             (abs((chosen ->> 0)::numeric - (question.correct_answer ->> 0)::numeric) <= question.tolerance)::integer
           when 'single' then
             (chosen = question.correct_answer)::integer
           else greatest(0,
             (select count(*) from jsonb_array_elements(chosen) as c where question.correct_answer @> c)::numeric
               / jsonb_array_length(question.correct_answer)
             - (select count(*) from jsonb_array_elements(chosen) as c where not question.correct_answer @> c)::numeric
               / greatest(1, jsonb_array_length(question.options) - jsonb_array_length(question.correct_answer)))
         end
$$;
revoke execute on function masterclass.credit(masterclass.quiz_questions, jsonb) from public;
