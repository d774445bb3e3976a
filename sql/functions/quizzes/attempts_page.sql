-- A page of the reader's attempts at a module's quiz, newest first, and whether another may begin; and where the next page
-- begins, null behind the last. `before` is null for the first. Raises MC402, MC404.
-- Definer: reads quiz_attempts, which no role may; the reader's own alone.
create or replace function masterclass.attempts_page(slug text, before text, out document jsonb, out next text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  opened uuid := masterclass.require_module(slug);
  listed jsonb;
begin
  select coalesce(jsonb_agg(masterclass.attempt_summary(a) order by p.place desc), '[]'),
         case when count(*) = 50 then min(p.place) end
    into listed, next
    from (select o.id, masterclass.place_in_time(o.started_at, o.id) as place
            from masterclass.quiz_attempts as o
           where o.user_id = auth.uid()
             and o.module_id = opened
             and (before is null or masterclass.place_in_time(o.started_at, o.id) < before)
           order by place desc
           limit 50) as p
    join masterclass.quiz_attempts as a on a.id = p.id;
  document := jsonb_build_object(
    'module', slug, 'retake', masterclass.retake_policy(auth.uid(), opened), 'attempts', listed);
end
$$;
revoke execute on function masterclass.attempts_page(text, text) from public;
grant execute on function masterclass.attempts_page(text, text) to authenticated;
