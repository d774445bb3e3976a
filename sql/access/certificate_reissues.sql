-- Written and read by functions alone.

call masterclass.protect('masterclass.certificate_reissues');
