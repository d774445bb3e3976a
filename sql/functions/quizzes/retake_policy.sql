-- Whether and when another attempt may begin, so that nobody answers a question to learn that it does not count.
-- Definer: reads quiz_attempts, which no role may.
create or replace function masterclass.retake_policy(reader uuid, module uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'possible', refused.reason is null,
           'reason', refused.reason,
           'at', case when refused.reason = 'cooldown'
                      then made.completed_at + make_interval(mins => m.quiz_cooldown_minutes::integer) end,
           'limit', m.attempt_limit,
           'used', made.attempts,
           'cooldown_minutes', m.quiz_cooldown_minutes)
    from masterclass.content_modules as m
   cross join lateral (select count(*) filter (where a.set_aside_at is null and not masterclass.asked_wrongly(a)) as attempts,
                              max(a.completed_at) filter (where a.set_aside_at is null and not masterclass.asked_wrongly(a)) as completed_at,
                              count(*) filter (where a.completed_at is null) as unfinished
                         from masterclass.quiz_attempts as a
                        where a.user_id = reader and a.module_id = m.id) as made
   cross join lateral (select case when made.unfinished > 0 then 'open'
                                   else masterclass.attempt_hindrance(reader, m) ->> 'reason'
                              end as reason) as refused
   where m.id = module
$$;
revoke execute on function masterclass.retake_policy(uuid, uuid) from public;
