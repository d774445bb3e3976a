-- Trigger: however a reservation ends (settled, given back, swept, its member erased), what it held is free again.
-- Members first, the day last: everyone takes these locks in this order, so nobody waits in a circle.
-- Definer: writes ai_usage and ai_spend, which no role may.
create or replace function masterclass.return_reservations() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  update masterclass.ai_usage as u
     set reserved = u.reserved - ended.questions
    from (select e.user_id, e.day, count(*)::integer as questions from ended_rows as e group by 1, 2) as ended
   where u.user_id = ended.user_id
     and u.day = ended.day;
  update masterclass.ai_spend as s
     set reserved_microusd = s.reserved_microusd - ended.cost
    from (select e.day, sum(e.cost_microusd)::bigint as cost from ended_rows as e group by 1) as ended
   where s.day = ended.day;
  return null;
end
$$;
revoke execute on function masterclass.return_reservations() from public;
