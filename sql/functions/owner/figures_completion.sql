-- How far those came who first paid for themselves in a month (UTC): how many there are, have completed a module, half
-- of the modules, all of them, and have the certificate.
-- Definer: reads payments, module_progress and certificates of every member.
create or replace function masterclass.figures_completion() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with cohorts as (
    select p.user_id, to_char(min(p.paid_at) at time zone 'UTC', 'YYYY-MM') as month
      from masterclass.payments as p
     where p.paid_at is not null
       and p.user_id is not null
       and p.seats is null
     group by p.user_id
  ), course as (
    select count(*) as modules from masterclass.content_modules where retired_at is null
  ), done as (
    select p.user_id, count(*) as modules
      from masterclass.module_progress as p
      join masterclass.content_modules as m on m.id = p.module_id and m.retired_at is null
     where p.completed_at is not null
     group by p.user_id
  ), grouped as (
    select c.month, count(*) as members,
           count(*) filter (where d.modules >= 1) as one,
           count(*) filter (where 2 * d.modules >= course.modules) as half,
           count(*) filter (where d.modules = course.modules) as whole,
           count(t.user_id) as certified
      from cohorts as c
     cross join course
      left join done as d on d.user_id = c.user_id
      left join masterclass.certificates as t on t.user_id = c.user_id
     group by c.month
  )
  select coalesce(jsonb_agg(to_jsonb(g) order by g.month), '[]') from grouped as g
$$;
revoke execute on function masterclass.figures_completion() from public;
