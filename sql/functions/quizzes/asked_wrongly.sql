-- Whether the attempt asked a question whose key was corrected since: such an attempt is not counted against anybody.
-- Definer: reads the key of the questions.
create or replace function masterclass.asked_wrongly(a masterclass.quiz_attempts) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
           select from masterclass.quiz_questions as q
            where q.id = any (a.question_ids)
              and q.retired_at is not null
              and masterclass.is_corrected(q, masterclass.newest_version(q.id)))
$$;
revoke execute on function masterclass.asked_wrongly(masterclass.quiz_attempts) from public;
