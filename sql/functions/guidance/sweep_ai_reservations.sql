-- Gives back what calls that died had reserved; asked for before a question when there is something to sweep, and by
-- housekeeping. One sweeper at a time; returns how many were swept.
-- Definer: deletes reservations and messages of every member.
create or replace function masterclass.sweep_ai_reservations() returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  swept uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('masterclass.sweep_ai_reservations', 0)) then
    return 0;
  end if;
  with ended as (
    delete from masterclass.ai_reservations as r
     where r.message_id in (select s.message_id from masterclass.ai_reservations as s
                             where s.expires_at < now()
                               for update skip locked)
    returning r.message_id
  )
  select coalesce(array_agg(message_id), '{}') into swept from ended;
  perform masterclass.forget_question(answer) from unnest(swept) as answer;
  return cardinality(swept);
end
$$;
revoke execute on function masterclass.sweep_ai_reservations() from public;
grant execute on function masterclass.sweep_ai_reservations() to authenticated, masterclass_jobs;
