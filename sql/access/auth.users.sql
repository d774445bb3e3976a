-- Supabase Auth's own table: what happens here when somebody signs up, confirms an address or changes it. Triggers fire in
-- the order of their names; other people's stand here too, hence the prefix.

create or replace trigger masterclass_100_make_member after insert on auth.users
  for each row execute function masterclass.make_member();
create or replace trigger masterclass_200_follow_email after update of email on auth.users
  for each row when (new.email is not null and old.email is distinct from new.email)
  execute function masterclass.follow_email();
create or replace trigger masterclass_300_refresh_role after insert or update of email, email_confirmed_at on auth.users
  for each row execute function masterclass.refresh_role_of_address();
create or replace trigger masterclass_400_note_spent_links
  after update of confirmation_token, recovery_token, email_change_token_new, email_change_token_current on auth.users
  for each row execute function masterclass.note_spent_links();
