-- The jobs role's: what functions note and the watch decides.

call masterclass.protect('masterclass.alerts');

create policy jobs_keep_watch on masterclass.alerts
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.alerts to masterclass_jobs;
