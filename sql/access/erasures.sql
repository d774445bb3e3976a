-- The jobs role's: it brings them to the store. They are written by a trigger of users.

call masterclass.protect('masterclass.erasures');

create policy jobs_work on masterclass.erasures for all to masterclass_jobs using (true) with check (true);

grant select, update, delete on masterclass.erasures to masterclass_jobs;
