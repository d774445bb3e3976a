-- Whether a new attempt may begin; one that asked a question found wrong since, or that support has set aside, is not
-- counted. Null, or {"reason": 'limit', "attempts"} or {"reason": 'cooldown', "seconds"}.
-- Definer: reads quiz_attempts, which no role may.
create or replace function masterclass.attempt_hindrance(reader uuid, module masterclass.content_modules) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
           when (select count(*) from masterclass.quiz_attempts as a
                  where a.user_id = reader and a.module_id = module.id and a.set_aside_at is null
                    and not masterclass.asked_wrongly(a)) >= module.attempt_limit
             then jsonb_build_object('reason', 'limit', 'attempts', module.attempt_limit)
           when last.completed_at > now() - make_interval(mins => module.quiz_cooldown_minutes::integer)
             then jsonb_build_object('reason', 'cooldown', 'seconds', ceil(extract(epoch from
                    last.completed_at + make_interval(mins => module.quiz_cooldown_minutes::integer) - now())))
         end
    from (select max(a.completed_at) as completed_at
            from masterclass.quiz_attempts as a
           where a.user_id = reader and a.module_id = module.id and a.set_aside_at is null
             and not masterclass.asked_wrongly(a)) as last
$$;
revoke execute on function masterclass.attempt_hindrance(uuid, masterclass.content_modules) from public;
