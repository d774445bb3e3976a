-- Writes down anew whom the owner may want to help. stopped: full access, not finished, and neither learning nor a
-- question to the guide for 14 days; with the section where they stopped. failed_twice: a quiz completed twice and not
-- passed. did_not_buy: two orders for oneself and no purchase.
-- Definer: reads what every member did, and writes members_in_need.
create or replace function masterclass.find_members_in_need() returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  delete from masterclass.members_in_need;
  with places as (
    select distinct on (p.user_id) p.user_id, p.module_id, p.block_id
      from masterclass.module_progress as p
     where p.read_at is not null
     order by p.user_id, p.read_at desc, p.module_id
  ), learned as (
    select seen.user_id, max(seen.at) as at
      from (select p.user_id, greatest(p.read_at, p.passed_at, p.completed_at) as at from masterclass.module_progress as p
             union all
            select a.user_id, greatest(a.started_at, a.completed_at) from masterclass.quiz_attempts as a
             union all
            select u.user_id, u.day::timestamp at time zone 'UTC' from masterclass.ai_usage as u
             union all
            select c.user_id, c.created_at from masterclass.case_answers as c
             union all
            select p.user_id, p.paid_at from masterclass.payments as p where p.user_id is not null
             union all
            select u.id, u.created_at from masterclass.users as u) as seen
     group by seen.user_id
  )
  insert into masterclass.members_in_need (user_id, need, module_id, block_id, times, since)
  select u.id, 'stopped', w.module_id, w.block_id, 1, l.at
    from masterclass.users as u
    join learned as l on l.user_id = u.id
    left join places as w on w.user_id = u.id
   where u.role = 'paid'
     and l.at < now() - interval '14 days'
     and not exists (select from masterclass.owners as o where o.user_id = u.id)
     and exists (select from masterclass.content_modules as m
                  where m.retired_at is null
                    and not exists (select from masterclass.module_progress as p
                                     where p.user_id = u.id and p.module_id = m.id and p.completed_at is not null))
   union all
  select a.user_id, 'failed_twice', a.module_id, null, count(*)::integer, max(a.completed_at)
    from masterclass.quiz_attempts as a
   where a.completed_at is not null
     and a.set_aside_at is null
     and not exists (select from masterclass.module_progress as p
                      where p.user_id = a.user_id and p.module_id = a.module_id and p.passed_at is not null)
   group by a.user_id, a.module_id
  having count(*) >= 2
   union all
  select o.user_id, 'did_not_buy', null, null, count(*)::integer, max(o.created_at)
    from masterclass.orders as o
    join masterclass.users as u on u.id = o.user_id and u.role = 'free'
   where o.seats is null
     and not exists (select from masterclass.payments as p where p.user_id = o.user_id and p.paid_at is not null)
   group by o.user_id
  having count(*) >= 2;
$$;
revoke execute on function masterclass.find_members_in_need() from public;
grant execute on function masterclass.find_members_in_need() to masterclass_jobs;
