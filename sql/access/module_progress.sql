-- Written and read by functions alone, so no request can set a score.

call masterclass.protect('masterclass.module_progress');
