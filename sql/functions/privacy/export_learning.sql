-- What is held of a member's learning: where they are, how far they saw each film, the certificate and its
-- reissues. Attempts and case answers can be long: they come in pieces.
-- Definer: reads the member's progress and certificate, which no role may.
create or replace function masterclass.export_learning(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'progress', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'module', m.slug, 'block', b.key, 'seconds', p.seconds, 'read_at', p.read_at,
                                 'best_score_percent', p.best_score_percent, 'passed_at', p.passed_at,
                                 'completed_at', p.completed_at) order by m.order_index), '[]')
                          from masterclass.module_progress as p
                          join masterclass.content_modules as m on m.id = p.module_id
                          left join masterclass.content_blocks as b on b.id = p.block_id
                         where p.user_id = member),
           'completed_blocks', (select coalesce(jsonb_agg(jsonb_build_object(
                                         'block', b.key, 'completed_at', c.completed_at) order by c.completed_at), '[]')
                                  from masterclass.completed_blocks as c
                                  join masterclass.content_blocks as b on b.id = c.block_id
                                 where c.user_id = member),
           'films', (select coalesce(jsonb_agg(jsonb_build_object('block', b.key, 'film', f.film, 'seconds', f.seconds)
                                               order by b.key, f.film), '[]')
                       from masterclass.film_places as f
                       join masterclass.content_blocks as b on b.id = f.block_id
                      where f.user_id = member),
           'attempts', jsonb_build_array(), -- exported_attempts
           'case_answers', jsonb_build_array(), -- exported_case_answers
           'certificate', (select to_jsonb(c) - 'user_id' || jsonb_build_object(
                                    'reissues', (select coalesce(jsonb_agg(to_jsonb(i) - 'id' - 'code' - 'reissued_by'
                                                                           order by i.reissued_at), '[]')
                                                   from masterclass.certificate_reissues as i
                                                  where i.code = c.code))
                             from masterclass.certificates as c
                            where c.user_id = member))
$$;
revoke execute on function masterclass.export_learning(uuid) from public;
