-- The jobs role's: what ran when, and what came of it.

call masterclass.protect('masterclass.job_runs');

create policy jobs_work on masterclass.job_runs for all to masterclass_jobs using (true) with check (true);

grant select, insert, update, delete on masterclass.job_runs to masterclass_jobs;
