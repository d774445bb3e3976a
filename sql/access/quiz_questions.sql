-- Signed-in readers of the module, and never the key: answer, tolerance and explanations. Retired questions stay
-- readable: attempts are shown as they were asked.

call masterclass.protect('masterclass.quiz_questions');

create policy members_who_read_the_module on masterclass.quiz_questions
  for select to authenticated
  using (module_id in (select masterclass.open_modules()));

grant select (id, module_id, block_id, key, version, position, kind, question, question_html, options, unit, created_at,
              retired_at)
   on masterclass.quiz_questions to authenticated;
