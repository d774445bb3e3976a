-- Written and read by functions alone: who gives or withdraws access says why, and both are kept.

call masterclass.protect('masterclass.access_grants');

create or replace trigger _100_refresh_role after insert or update or delete on masterclass.access_grants
  for each row execute function masterclass.refresh_role_of_grant();
