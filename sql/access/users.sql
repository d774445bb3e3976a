-- A member reads and renames themselves.

call masterclass.protect('masterclass.users');

create policy members_read_themselves on masterclass.users
  for select to authenticated using (id = (select auth.uid()));
create policy members_rename_themselves on masterclass.users
  for update to authenticated using (id = (select auth.uid())) with check (id = (select auth.uid()));

-- Columns, not the table: the update policy alone would let a member write role = 'paid'.
grant select (id, email, name, role, created_at, updated_at), update (name) on masterclass.users to authenticated;

create or replace trigger _100_scrub_member before delete on masterclass.users
  for each row execute function masterclass.scrub_member();
create or replace trigger _200_touch_updated_at before update on masterclass.users
  for each row execute function masterclass.touch_updated_at();
create or replace trigger _300_forget_grants after delete on masterclass.users
  for each row execute function masterclass.forget_grants_of_member();
create or replace trigger _310_remember_limits after insert or update of email on masterclass.users
  for each row execute function masterclass.remember_limits();
create or replace trigger _350_note_erasure after delete on masterclass.users
  for each row execute function masterclass.note_erasure();
create or replace trigger _400_name_certificate after update of name on masterclass.users
  for each row when (btrim(old.name) = '' and btrim(new.name) <> '')
  execute function masterclass.name_certificate();
