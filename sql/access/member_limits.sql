-- Written and read by functions alone.

call masterclass.protect('masterclass.member_limits');
