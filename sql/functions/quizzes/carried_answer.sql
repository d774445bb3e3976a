-- An answer to one version of a question as an answer to another: options are known by their words, and by their
-- letter where the words were mended. Null where the other version cannot be answered so.
create or replace function masterclass.carried_answer(asked masterclass.quiz_questions, today masterclass.quiz_questions,
                                                      chosen jsonb) returns jsonb
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select case
           when asked.kind <> today.kind then null
           when asked.kind = 'numeric' then chosen
           when count(*) = count(carried.id) and count(*) = count(distinct carried.id) then jsonb_agg(carried.id order by n)
         end
    from jsonb_array_elements_text(chosen) with ordinality as given (id, n)
    left join lateral jsonb_array_elements(asked.options) as former (option) on former.option ->> 'id' = given.id
    left join lateral (
           select coalesce(
                    (select o ->> 'id' from jsonb_array_elements(today.options) as o
                      where o ->> 'text' = former.option ->> 'text'
                      limit 1),
                    (select o ->> 'id' from jsonb_array_elements(today.options) as o
                      where o ->> 'id' = given.id
                        and not exists (select from jsonb_array_elements(asked.options) as other
                                         where other ->> 'text' = o ->> 'text')))) as carried (id) on true
$$;
revoke execute on function masterclass.carried_answer(masterclass.quiz_questions, masterclass.quiz_questions, jsonb)
  from public;
