-- A member as support sees them: who they are, why access is what it is, what happened, and what they see, module by
-- module. No conversation, no answer, nothing that they wrote.
-- Definer: reads what every domain holds of the member.
create or replace function masterclass.member_view(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'id', u.id, 'email', u.email, 'name', u.name, 'created_at', u.created_at,
           'confirmed_at', a.email_confirmed_at, 'last_sign_in_at', a.last_sign_in_at,
           'second_factor', exists (select from auth.mfa_factors as f where f.user_id = u.id and f.status = 'verified'),
           'access', jsonb_build_object('full', access.full, 'because', to_jsonb(masterclass.access_because(u.id))),
           'sees', (select coalesce(jsonb_agg(jsonb_build_object(
                             'module', m.slug, 'title', m.title, 'open', m.is_preview or access.full,
                             'sections', (select count(*) from masterclass.content_blocks as b
                                           where b.module_id = m.id and b.retired_at is null),
                             'read', (select count(*)
                                        from masterclass.completed_blocks as c
                                        join masterclass.content_blocks as b on b.id = c.block_id
                                       where c.user_id = u.id and b.module_id = m.id and b.retired_at is null),
                             'at', b.heading, 'best_score_percent', p.best_score_percent,
                             'attempts', (select count(*) from masterclass.quiz_attempts as t
                                           where t.user_id = u.id and t.module_id = m.id and t.completed_at is not null),
                             'retake', masterclass.retake_policy(u.id, m.id),
                             'passed', p.passed_at is not null, 'completed_at', p.completed_at) order by m.order_index), '[]')
                      from masterclass.content_modules as m
                      left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = u.id
                      left join masterclass.content_blocks as b on b.id = p.block_id and b.retired_at is null
                     where m.retired_at is null),
           'certificate', jsonb_build_object(
             'code', (select c.code from masterclass.certificates as c where c.user_id = u.id),
             'missing', case when exists (select from masterclass.certificates as c where c.user_id = u.id) then '[]'::jsonb
                             else masterclass.missing_for_certificate(u.id) end),
           'timeline', masterclass.member_timeline(u.id))
    from masterclass.users as u
    join auth.users as a on a.id = u.id
   cross join lateral (select masterclass.has_full_access(u.id) as full) as access
   where u.id = member
$$;
revoke execute on function masterclass.member_view(uuid) from public;
