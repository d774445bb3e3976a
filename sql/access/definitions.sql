-- The owner's: `migrate` writes it. The jobs role reads it, for the readiness check.

call masterclass.protect('masterclass.definitions');

create policy jobs_read_the_definitions on masterclass.definitions for select to masterclass_jobs using (true);

grant select on masterclass.definitions to masterclass_jobs;
