-- The questions that the module's quiz asks now, in their order.
-- Definer: reads the questions whoever asks.
create or replace function masterclass.current_questions(module uuid) returns uuid[]
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(array_agg(q.id order by q.position, q.id), '{}')
    from masterclass.quiz_questions as q
   where q.module_id = module
     and q.retired_at is null
$$;
revoke execute on function masterclass.current_questions(uuid) from public;
