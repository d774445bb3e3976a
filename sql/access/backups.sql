-- The jobs role's: which backups the store holds and when they were read back.

call masterclass.protect('masterclass.backups');

create policy jobs_work on masterclass.backups for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.backups to masterclass_jobs;
