-- migrate:up

-- What an answer is worth and what is said to it. These functions read the key; no role that serves readers can.

-- Between 0 and 1. Several right options: each right tick earns its share, each wrong one costs its share of the
-- wrong options, so that ticking everything earns exactly nothing.
create function masterclass.credit(question masterclass.quiz_questions, chosen jsonb) returns numeric
language sql
immutable
set search_path = ''
as $$
  select case question.kind
           when 'numeric' then
             (abs((chosen ->> 0)::numeric - (question.correct_answer ->> 0)::numeric) <= question.tolerance)::integer
           when 'single' then
             (chosen = question.correct_answer)::integer
           else greatest(0,
             (select count(*) from jsonb_array_elements(chosen) as c where question.correct_answer @> c)::numeric
               / jsonb_array_length(question.correct_answer)
             - (select count(*) from jsonb_array_elements(chosen) as c where not question.correct_answer @> c)::numeric
               / greatest(1, jsonb_array_length(question.options) - jsonb_array_length(question.correct_answer)))
         end
$$;

-- Why an answer cannot be graded, or null: it must fit the question that it names.
create function masterclass.answer_fault(question masterclass.quiz_questions, chosen jsonb) returns text
language sql
immutable
set search_path = ''
as $$
  select case
           when question.kind = 'numeric' then
             case when jsonb_array_length(chosen) <> 1 or chosen ->> 0 !~ '^[+-]?[0-9]{1,18}(\.[0-9]{1,12})?$'
                  then 'one decimal number as a string, such as "330000" or "-12.5"'
             end
           when question.kind = 'single' and jsonb_array_length(chosen) <> 1 then 'exactly one option'
           when jsonb_array_length(chosen) = 0 then 'at least one option'
           when exists (select from jsonb_array_elements_text(chosen) as c (id)
                         where not exists (select from jsonb_array_elements(question.options) as o
                                            where o ->> 'id' = c.id)) then 'options of this question'
           when (select count(distinct c) < count(*) from jsonb_array_elements(chosen) as c) then 'each option once'
         end
$$;

create function masterclass.feedback(question masterclass.quiz_questions, given numeric) returns jsonb
language sql
stable
set search_path = ''
as $$
  select jsonb_build_object(
           'question_id', question.id,
           'correct', given = 1,
           'credit', round(given, 4),
           'correct_options', question.correct_answer,
           'explanations', question.explanations,
           'block', (select b.key from masterclass.content_blocks as b where b.id = question.block_id))
$$;

create function masterclass.feedback_of(attempt uuid, questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(masterclass.feedback(q, r.credit) order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_responses as r
    join masterclass.quiz_questions as q on q.id = r.question_id
   where r.attempt_id = attempt
     and r.question_id = any (questions)
$$;

create function masterclass.questions_as_asked(questions uuid[]) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
           'id', q.id,
           'position', array_position(questions, q.id),
           'kind', q.kind,
           'question', q.question,
           'unit', q.unit,
           'options', (select coalesce(jsonb_agg(jsonb_build_object('id', o ->> 'id', 'text', o ->> 'text') order by n), '[]')
                         from jsonb_array_elements(q.options) with ordinality as listed (o, n))))
           order by array_position(questions, q.id)), '[]')
    from masterclass.quiz_questions as q
   where q.id = any (questions)
$$;

create function masterclass.current_questions(module uuid) returns uuid[]
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(array_agg(q.id order by q.position, q.id), '{}')
    from masterclass.quiz_questions as q
   where q.module_id = module
     and q.retired_at is null
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
