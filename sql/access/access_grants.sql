-- The operator's command line acts as the jobs role: it may grant and withdraw. Nobody reads grants but functions.

call masterclass.protect('masterclass.access_grants');

create policy jobs_grant_access on masterclass.access_grants
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, update on masterclass.access_grants to masterclass_jobs;

create or replace trigger _100_refresh_role after insert or update or delete on masterclass.access_grants
  for each row execute function masterclass.refresh_role_of_grant();
