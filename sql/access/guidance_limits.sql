-- Read by functions alone; set by one that only jobs may call.

call masterclass.protect('masterclass.guidance_limits');
