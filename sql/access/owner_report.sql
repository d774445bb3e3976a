-- Written and read by functions alone: an owner is asked for first.

call masterclass.protect('masterclass.owner_report');
