-- The reader's attempts at a module's quiz, newest first, and whether another may begin. Raises MC402, MC404.
-- Definer: reads quiz_attempts, which no role may; the reader's own alone.
create or replace function masterclass.reader_attempts(slug text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'module', slug,
           'retake', masterclass.retake_policy(auth.uid(), opened),
           'attempts', (select coalesce(jsonb_agg(masterclass.attempt_summary(a) order by a.started_at desc), '[]')
                          from masterclass.quiz_attempts as a
                         where a.user_id = auth.uid() and a.module_id = opened))
    from masterclass.require_module(slug) as opened
$$;
revoke execute on function masterclass.reader_attempts(text) from public;
grant execute on function masterclass.reader_attempts(text) to authenticated;
