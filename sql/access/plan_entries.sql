-- Written and read by functions alone, each for its reader.

call masterclass.protect('masterclass.plan_entries');
