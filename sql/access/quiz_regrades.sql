-- Written and read by functions alone.

call masterclass.protect('masterclass.quiz_regrades');
