-- Written and read by functions alone.

call masterclass.protect('masterclass.ai_usage');
