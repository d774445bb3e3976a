-- The reader's answers to the module's cases, newest first, each with rubric and model answer. Raises MC402, MC404.
-- Definer: reads case_answers, which no role may, the reader's own alone, and what no reader may see of a case.
create or replace function masterclass.reader_case_answers(slug text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object('module', slug, 'answers', (
           select coalesce(jsonb_agg(jsonb_build_object(
                    'case_id', c.key, 'title', c.title, 'prompt', c.prompt, 'answer', a.answer,
                    'answered_at', a.created_at, 'rubric', c.rubric,
                    'model_answer_html', c.model_answer_html) order by a.created_at desc), '[]')
             from masterclass.case_answers as a
             join masterclass.case_reviews as c on c.id = a.case_id
            where a.user_id = auth.uid() and c.module_id = opened))
    from masterclass.require_module(slug) as opened
$$;
revoke execute on function masterclass.reader_case_answers(text) from public;
grant execute on function masterclass.reader_case_answers(text) to authenticated;
