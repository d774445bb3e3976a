-- dbmate's record of which migrations ran is nobody's business but the readiness check's.

call masterclass.protect('masterclass.schema_migrations');

create policy jobs_read_the_version on masterclass.schema_migrations for select to masterclass_jobs using (true);

grant select on masterclass.schema_migrations to masterclass_backup, masterclass_jobs;
