-- Written by a trigger and asked through mailed_link; nobody reads the rows themselves.

call masterclass.protect('masterclass.spent_links');
