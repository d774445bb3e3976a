-- A member reads their own; functions write.

call masterclass.protect('masterclass.conversations');

create policy members_read_their_conversations on masterclass.conversations
  for select to authenticated using (user_id = (select auth.uid()));

grant select (id, user_id, module_id, case_id, created_at) on masterclass.conversations to authenticated;
