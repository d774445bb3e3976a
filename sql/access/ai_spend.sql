-- Written by functions alone; the watch reads what a day cost.

call masterclass.protect('masterclass.ai_spend');

create policy jobs_read_the_spend on masterclass.ai_spend for select to masterclass_jobs using (true);

grant select on masterclass.ai_spend to masterclass_jobs;
