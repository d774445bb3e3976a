-- Whom the owner may want to help: how many in each need, and of each need the `most` latest, or all.
-- Definer: reads members_in_need and users.
create or replace function masterclass.needs_of_members(most integer) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with latest as (
    select n.*, row_number() over (partition by n.need order by n.since desc, n.user_id) as place
      from masterclass.members_in_need as n
  )
  select jsonb_build_object(
           'counts', (select coalesce(jsonb_object_agg(c.need, c.members), '{}')
                        from (select n.need, count(*) as members from masterclass.members_in_need as n group by n.need) as c),
           'rows', coalesce(jsonb_agg(jsonb_build_object(
             'need', l.need, 'email', u.email, 'name', u.name, 'module', m.title, 'block', b.heading, 'times', l.times,
             'since', l.since) order by l.need, l.place), '[]'))
    from latest as l
    join masterclass.users as u on u.id = l.user_id
    left join masterclass.content_modules as m on m.id = l.module_id
    left join masterclass.content_blocks as b on b.id = l.block_id
   where most is null or l.place <= most
$$;
revoke execute on function masterclass.needs_of_members(integer) from public;
