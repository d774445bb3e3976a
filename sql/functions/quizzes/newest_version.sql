-- The version of a question that is asked today: itself, or its successor under the same key. Null where it was
-- withdrawn.
-- Definer: reads quiz_questions, retired ones too, whoever asks.
create or replace function masterclass.newest_version(asked_id uuid) returns masterclass.quiz_questions
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select today
    from masterclass.quiz_questions as asked
    join masterclass.quiz_questions as today
      on today.module_id = asked.module_id
     and today.key = asked.key
     and today.retired_at is null
   where asked.id = asked_id
$$;
revoke execute on function masterclass.newest_version(uuid) from public;
