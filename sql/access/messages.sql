-- A member reads those of their own conversations; functions write.

call masterclass.protect('masterclass.messages');

-- The subquery is under the policy above: only one's own conversations are in it.
create policy members_read_their_messages on masterclass.messages
  for select to authenticated
  using (conversation_id in (select c.id from masterclass.conversations as c where c.user_id = (select auth.uid())));

grant select (id, conversation_id, place, role, content, status, sources, citations, created_at)
   on masterclass.messages to authenticated;
