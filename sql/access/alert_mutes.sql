-- The jobs role's: what the operator does not want to hear.

call masterclass.protect('masterclass.alert_mutes');

create policy jobs_keep_watch on masterclass.alert_mutes
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.alert_mutes to masterclass_jobs;
