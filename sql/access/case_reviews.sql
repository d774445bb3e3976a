-- Whoever reads the module reads its case, never rubric and model answer. Retired cases stay readable: own answers
-- are shown as they were asked.

call masterclass.protect('masterclass.case_reviews');

create policy readers_of_the_module on masterclass.case_reviews
  for select to anon, authenticated
  using (module_id in (select m.id from masterclass.content_modules as m where m.is_preview)
         or (select masterclass.reader_has_full_access()));

grant select (id, module_id, key, version, title, prompt, html, text, created_at, retired_at)
   on masterclass.case_reviews to anon, authenticated;
