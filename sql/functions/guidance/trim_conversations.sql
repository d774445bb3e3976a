-- Keeps of a conversation the newest 50 questions with their answers, and of a member's conversations together the newest
-- 1,000: nobody is refused a question for having asked many, and nobody's store grows without end.
-- Definer: deletes messages and conversations, which no role may.
create or replace function masterclass.trim_conversations(member uuid, conversation uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  oldest bigint;
begin
  delete from masterclass.messages as m
   where m.conversation_id = conversation
     and m.place <= (select s.place from masterclass.messages as s
                      where s.conversation_id = conversation
                      order by s.place desc
                     offset 100 limit 1);
  select s.place into oldest
    from masterclass.messages as s
    join masterclass.conversations as c on c.id = s.conversation_id
   where c.user_id = member
   order by s.place desc
  offset 2000 limit 1;
  if oldest is null then
    return;
  end if;
  delete from masterclass.messages as m
   using masterclass.conversations as c
   where c.user_id = member
     and m.conversation_id = c.id
     and m.place <= oldest;
  delete from masterclass.conversations as c
   where c.user_id = member
     and not exists (select from masterclass.messages as m where m.conversation_id = c.id);
end
$$;
revoke execute on function masterclass.trim_conversations(uuid, uuid) from public;
