-- Written and read by functions alone: what was done is not undone in its record.

call masterclass.protect('masterclass.audit');
