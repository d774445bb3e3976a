-- Written and read by functions alone.

call masterclass.protect('masterclass.completed_blocks');
