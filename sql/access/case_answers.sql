-- Written and read by functions alone: an answer is kept before the model answer is shown.

call masterclass.protect('masterclass.case_answers');
