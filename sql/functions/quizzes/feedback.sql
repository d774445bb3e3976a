-- What is said to an answer that earned `given`: the right options, why each is right or wrong, and where it is
-- explained.
create or replace function masterclass.feedback(question masterclass.quiz_questions, given numeric) returns jsonb
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'question_id', question.id,
           'correct', given = 1,
           'credit', round(given, 4),
           'correct_options', question.correct_answer,
           'explanations', question.explanations,
           'explanations_html', question.explanations_html,
           'block', (select b.key from masterclass.content_blocks as b where b.id = question.block_id))
$$;
revoke execute on function masterclass.feedback(masterclass.quiz_questions, numeric) from public;
