-- The questions as a reader meets them, in the order of their naming. Never the key.
-- Definer: reads quiz_questions, retired ones too, whoever asks.
create or replace function masterclass.questions_as_asked(questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'id', q.id,
           'position', array_position(questions, q.id),
           'kind', q.kind,
           'question', q.question,
           'question_html', q.question_html,
           'unit', q.unit,
           'options', (select coalesce(jsonb_agg(jsonb_build_object('id', o ->> 'id', 'text', o ->> 'text',
                                                                    'html', o ->> 'html') order by n), '[]')
                         from jsonb_array_elements(q.options) with ordinality as listed (o, n))))
           order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_questions as q
   where q.id = any (questions)
$$;
revoke execute on function masterclass.questions_as_asked(uuid[]) from public;
