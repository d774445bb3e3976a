-- Nobody's: definer functions hash with it. The backup carries it, encrypted.

call masterclass.protect('masterclass.erasure_key');
