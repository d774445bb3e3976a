-- Written and read by functions alone.

call masterclass.protect('masterclass.film_places');
