-- Raises what stands against a new attempt: MC411 another one is open, MC412 no more may be made, MC431 not yet.
-- Definer: reads quiz_attempts, which no role may.
create or replace function masterclass.require_attempt(reader uuid, module masterclass.content_modules) returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  under_way uuid := (select a.id from masterclass.quiz_attempts as a
                      where a.user_id = reader and a.module_id = module.id and a.completed_at is null);
  hindrance jsonb := masterclass.attempt_hindrance(reader, module);
begin
  if under_way is not null then
    raise exception using errcode = 'MC411', message = 'another attempt is open',
      detail = jsonb_build_object('attempt_id', under_way);
  elsif hindrance ->> 'reason' = 'limit' then
    raise exception using errcode = 'MC412', message = 'no more attempts', detail = hindrance;
  elsif hindrance ->> 'reason' = 'cooldown' then
    raise exception using errcode = 'MC431', message = 'a pause lies between two attempts', detail = hindrance;
  end if;
end
$$;
revoke execute on function masterclass.require_attempt(uuid, masterclass.content_modules) from public;
