-- Takes a question back that came to nothing, with its pending answer and the conversation that it began.
-- Definer: deletes messages and conversations, which no role may.
create or replace function masterclass.forget_question(answer uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  gone record;
begin
  delete from masterclass.messages as m
   where m.id = answer and m.status = 'pending'
  returning m.conversation_id, m.place into gone;
  if gone.conversation_id is null then
    return;
  end if;
  delete from masterclass.messages as m
   where m.id = (select q.id from masterclass.messages as q
                  where q.conversation_id = gone.conversation_id and q.role = 'user' and q.place < gone.place
                  order by q.place desc
                  limit 1);
  delete from masterclass.conversations as c
   where c.id = gone.conversation_id
     and not exists (select from masterclass.messages as m where m.conversation_id = c.id);
end
$$;
revoke execute on function masterclass.forget_question(uuid) from public;
