-- Kept and tidied by the jobs role.

call masterclass.protect('masterclass.signup_hook_calls');

create policy jobs_keep_the_calls on masterclass.signup_hook_calls
  for all to masterclass_jobs using (true) with check (true);

grant select, insert, delete on masterclass.signup_hook_calls to masterclass_jobs;
