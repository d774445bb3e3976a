-- Issues the certificate once nothing is missing and access is full; what was issued stays as it was.
-- Definer: writes certificates, which no role may.
create or replace function masterclass.issue_certificate(member uuid) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into masterclass.certificates (code, user_id, name, course, course_version, minutes, modules)
  select masterclass.certificate_code(), u.id, btrim(u.name), course.title, course.version, listed.minutes,
         listed.modules
    from masterclass.users as u
   cross join masterclass.course as course
   cross join (select sum(m.minutes) as minutes,
                      jsonb_agg(jsonb_build_object(
                        'module', m.slug, 'title', m.title, 'minutes', m.minutes, 'objectives', m.objectives,
                        'best_score_percent', p.best_score_percent) order by m.order_index) as modules
                 from masterclass.content_modules as m
                 left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = member
                where m.retired_at is null) as listed
   where u.id = member
     and listed.modules is not null
     and masterclass.has_full_access(member)
     and not exists (select from masterclass.certificates as c where c.user_id = member)
     and masterclass.missing_for_certificate(member) = '[]'
      on conflict on constraint certificates_user_id_key do nothing
$$;
revoke execute on function masterclass.issue_certificate(uuid) from public;
