-- How far those came who signed up in a week (UTC, from Monday): each of them counts once in every stage that they
-- reached. `modules` has a number for each module of the course, in order.
-- Definer: reads users, auth.users, progress, orders, payments and certificates of every member.
create or replace function masterclass.figures_funnel() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with weeks as (
    select u.id, date_trunc('week', u.created_at at time zone 'UTC')::date as week from masterclass.users as u
  ), stages as (
    select w.week,
           count(*) as signed_up,
           count(*) filter (where a.email_confirmed_at is not null) as confirmed,
           count(previewed.user_id) as previewed,
           count(ordered.user_id) as checkout,
           count(paid.user_id) as paid,
           count(c.user_id) as certified
      from weeks as w
      join auth.users as a on a.id = w.id
      left join (select distinct p.user_id
                   from masterclass.module_progress as p
                   join masterclass.content_modules as m on m.id = p.module_id
                  where m.is_preview) as previewed on previewed.user_id = w.id
      left join (select distinct user_id from masterclass.orders where user_id is not null) as ordered
             on ordered.user_id = w.id
      left join (select distinct user_id from masterclass.payments where paid_at is not null and user_id is not null) as paid
             on paid.user_id = w.id
      left join masterclass.certificates as c on c.user_id = w.id
     group by w.week
  ), done as (
    select w.week, m.id as module_id, count(*) as members
      from masterclass.module_progress as p
      join masterclass.content_modules as m on m.id = p.module_id and m.retired_at is null
      join weeks as w on w.id = p.user_id
     where p.completed_at is not null
     group by w.week, m.id
  )
  select coalesce(jsonb_agg(to_jsonb(s) || jsonb_build_object('modules', (
           select coalesce(jsonb_agg(coalesce(d.members, 0) order by m.order_index), '[]')
             from masterclass.content_modules as m
             left join done as d on d.week = s.week and d.module_id = m.id
            where m.retired_at is null)) order by s.week), '[]')
    from stages as s
$$;
revoke execute on function masterclass.figures_funnel() from public;
