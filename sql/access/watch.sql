-- The jobs role's: when the watch last looked.

call masterclass.protect('masterclass.watch');

create policy jobs_keep_watch on masterclass.watch
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.watch to masterclass_jobs;
