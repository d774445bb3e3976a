-- What support did for or looked up about the member, with the reasons; whether they are an owner; and what they were
-- thought to need help with. Who of us acted is kept and not exported.
-- Definer: reads audit, owners and members_in_need of the member.
create or replace function masterclass.export_support(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'owner_since', (select o.appointed_at from masterclass.owners as o where o.user_id = member),
           'acts', (select coalesce(jsonb_agg(jsonb_build_object(
                             'acted_at', n.acted_at, 'action', n.action, 'reason', n.reason, 'detail', n.detail)
                             order by n.acted_at, n.id), '[]')
                      from masterclass.audit as n
                      join masterclass.users as u on u.id = member
                     where n.user_id = member
                        or n.email = u.email),
           'needs', (select coalesce(jsonb_agg(jsonb_build_object(
                              'need', n.need, 'module', m.slug, 'block', b.key, 'times', n.times, 'since', n.since)
                              order by n.since), '[]')
                       from masterclass.members_in_need as n
                       left join masterclass.content_modules as m on m.id = n.module_id
                       left join masterclass.content_blocks as b on b.id = n.block_id
                      where n.user_id = member))
$$;
revoke execute on function masterclass.export_support(uuid) from public;
