-- Read by functions alone.

call masterclass.protect('masterclass.digest_key');
