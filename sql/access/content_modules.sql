-- The catalogue is for everyone; the lesson's Markdown is for its authors.

call masterclass.protect('masterclass.content_modules');

create policy everyone_reads_the_catalogue on masterclass.content_modules
  for select to anon, authenticated using (retired_at is null);

grant select (id, slug, title, summary, order_index, minutes, is_preview, objectives, source_list, quiz_pass_percent,
              attempt_limit, quiz_cooldown_minutes, question_count, has_case, version, created_at, updated_at, retired_at)
   on masterclass.content_modules to anon, authenticated;

create or replace trigger _100_touch_updated_at before update on masterclass.content_modules
  for each row execute function masterclass.touch_updated_at();
