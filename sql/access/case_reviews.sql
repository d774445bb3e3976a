-- Whoever reads the module reads its case, never rubric and model answer. Retired cases stay readable: own answers
-- are shown as they were asked.

call masterclass.protect('masterclass.case_reviews');

create policy readers_of_the_module on masterclass.case_reviews
  for select to anon, authenticated
  using (module_id in (select masterclass.open_modules()));

grant select (id, module_id, key, version, title, prompt, html, text, created_at, retired_at)
   on masterclass.case_reviews to anon, authenticated;
