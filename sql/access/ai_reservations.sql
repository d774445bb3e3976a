-- Written and read by functions alone.

call masterclass.protect('masterclass.ai_reservations');

create or replace trigger _100_return after delete on masterclass.ai_reservations
  referencing old table as ended_rows
  for each statement execute function masterclass.return_reservations();
