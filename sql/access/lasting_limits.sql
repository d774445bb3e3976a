-- Written and read by functions alone.

call masterclass.protect('masterclass.lasting_limits');
