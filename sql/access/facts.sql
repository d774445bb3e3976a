-- Dated numbers are for everyone; the watch looks for those that are due.

call masterclass.protect('masterclass.facts');

create policy everyone_reads_facts on masterclass.facts
  for select to anon, authenticated using (true);
create policy jobs_read_facts on masterclass.facts for select to masterclass_jobs using (true);

grant select (key, value, label, source_url, as_of, review_by) on masterclass.facts to anon, authenticated;
grant select (key, label, review_by) on masterclass.facts to masterclass_jobs;

create or replace trigger _100_touch_updated_at before update on masterclass.facts
  for each row execute function masterclass.touch_updated_at();
