-- Writes down that owners were mailed for the week that begins with `monday`.
-- Definer: writes owner_report, which no role may.
create or replace function masterclass.note_weekly_mail(monday date) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update masterclass.owner_report as r set mailed_week = monday
$$;
revoke execute on function masterclass.note_weekly_mail(date) from public;
grant execute on function masterclass.note_weekly_mail(date) to masterclass_jobs;
