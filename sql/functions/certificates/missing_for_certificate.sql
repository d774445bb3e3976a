-- What still stands between the member and the certificate. A module that was once completed stays so.
-- Definer: reads module_progress and case_answers, which no role may.
create or replace function masterclass.missing_for_certificate(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('module', m.slug, 'what', lacking.what)
                            order by m.order_index, lacking.place), '[]')
    from masterclass.content_modules as m
    left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = member
   cross join lateral (values
           (1, 'blocks', p.completed_at is null and not masterclass.blocks_are_marked(member, m.id)),
           (2, 'quiz', p.completed_at is null and not masterclass.quiz_is_passed(member, m.id)),
           (3, 'case', exists (select from masterclass.case_reviews as c
                                where c.module_id = m.id and c.retired_at is null)
                       and not exists (select from masterclass.case_answers as a
                                         join masterclass.case_reviews as c on c.id = a.case_id
                                        where a.user_id = member and c.module_id = m.id))
         ) as lacking (place, what, is_missing)
   where m.retired_at is null
     and lacking.is_missing
$$;
revoke execute on function masterclass.missing_for_certificate(uuid) from public;
