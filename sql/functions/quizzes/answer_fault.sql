-- Why an answer cannot be graded, or null: it must fit the question that it names.
create or replace function masterclass.answer_fault(question masterclass.quiz_questions, chosen jsonb) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case
           when question.kind = 'numeric' then
             case when jsonb_array_length(chosen) <> 1 or chosen ->> 0 !~ '^[+-]?[0-9]{1,18}(\.[0-9]{1,12})?$'
                  then 'one decimal number as a string, such as "330000" or "-12.5"'
             end
           when question.kind = 'single' and jsonb_array_length(chosen) <> 1 then 'exactly one option'
           when jsonb_array_length(chosen) = 0 then 'at least one option'
           when exists (select from jsonb_array_elements_text(chosen) as c (id)
                         where not exists (select from jsonb_array_elements(question.options) as o
                                            where o ->> 'id' = c.id)) then 'options of this question'
           when (select count(distinct c) < count(*) from jsonb_array_elements(chosen) as c) then 'each option once'
         end
$$;
revoke execute on function masterclass.answer_fault(masterclass.quiz_questions, jsonb) from public;
