-- Written and read by functions alone: nobody appoints themselves.

call masterclass.protect('masterclass.owners');
