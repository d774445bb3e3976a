-- The jobs role writes and reads them; nobody else.

call masterclass.protect('masterclass.failures');

create policy jobs_keep_watch on masterclass.failures
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.failures to masterclass_jobs;
