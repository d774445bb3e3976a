-- What is held of a member's learning: where they are, how far they saw each film, attempts with every answer and every correction, case answers,
-- the certificate and its reissues.
-- Definer: reads the member's progress, attempts, case answers and certificate, which no role may.
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
           'attempts', (select coalesce(jsonb_agg(masterclass.attempt_summary(a) || jsonb_build_object(
                                 'responses', (select coalesce(jsonb_agg(jsonb_build_object(
                                                        'question', q.question, 'chosen', r.chosen, 'credit', r.credit,
                                                        'answered_at', r.answered_at) order by r.answered_at), '[]')
                                                 from masterclass.quiz_responses as r
                                                 join masterclass.quiz_questions as q on q.id = r.question_id
                                                where r.attempt_id = a.id),
                                 'regrades', (select coalesce(jsonb_agg(to_jsonb(g) - 'id' - 'attempt_id'
                                                                        order by g.regraded_at), '[]')
                                                from masterclass.quiz_regrades as g
                                               where g.attempt_id = a.id)) order by a.started_at), '[]')
                          from masterclass.quiz_attempts as a
                         where a.user_id = member),
           'case_answers', (select coalesce(jsonb_agg(jsonb_build_object(
                                     'case', c.title, 'answer', a.answer, 'created_at', a.created_at)
                                     order by a.created_at), '[]')
                              from masterclass.case_answers as a
                              join masterclass.case_reviews as c on c.id = a.case_id
                             where a.user_id = member),
           'certificate', (select to_jsonb(c) - 'user_id' || jsonb_build_object(
                                    'reissues', (select coalesce(jsonb_agg(to_jsonb(i) - 'id' - 'code' - 'reissued_by'
                                                                           order by i.reissued_at), '[]')
                                                   from masterclass.certificate_reissues as i
                                                  where i.code = c.code))
                             from masterclass.certificates as c
                            where c.user_id = member))
$$;
revoke execute on function masterclass.export_learning(uuid) from public;
