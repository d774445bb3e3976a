-- Ends a question of the reader's: the reservation is given back, the answer kept and counted, and what the provider
-- took is written down. `outcome` is {"status": "complete"|"partial"|"failed", "content", "citations", "counted",
-- "cost", "input_tokens", "output_tokens"}; a failed one leaves no message. Only a question under way is settled,
-- once, and no cost makes the day cheaper: what was answered stays as it was. Returns how many questions are left.
-- Definer: writes messages and the ledger, which no role may; the reader's own alone.
create or replace function masterclass.end_question(answer uuid, outcome jsonb) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held record;
begin
  perform from masterclass.users as u where u.id = auth.uid() for key share;
  delete from masterclass.ai_reservations as r
   where r.message_id = answer and r.user_id = auth.uid()
  returning r.day into held;
  if outcome ->> 'status' = 'failed' then
    perform masterclass.forget_question(m.id)
       from masterclass.messages as m
       join masterclass.conversations as c on c.id = m.conversation_id
      where m.id = answer and c.user_id = auth.uid();
  else
    update masterclass.messages as m
       set content = outcome ->> 'content',
           status = outcome ->> 'status',
           citations = outcome -> 'citations',
           input_tokens = (outcome ->> 'input_tokens')::bigint,
           output_tokens = (outcome ->> 'output_tokens')::bigint
      from masterclass.conversations as c
     where m.id = answer
       and m.status = 'pending'
       and c.id = m.conversation_id
       and c.user_id = auth.uid();
  end if;
  if held.day is not null then
    update masterclass.ai_usage as u
       set settled = u.settled + (outcome ->> 'counted')::boolean::integer,
           cost_microusd = u.cost_microusd + greatest(0, (outcome ->> 'cost')::bigint)
     where u.user_id = auth.uid() and u.day = held.day;
    update masterclass.ai_spend as s
       set settled_microusd = s.settled_microusd + greatest(0, (outcome ->> 'cost')::bigint)
     where s.day = held.day;
  end if;
  return masterclass.questions_left();
end
$$;
revoke execute on function masterclass.end_question(uuid, jsonb) from public;
grant execute on function masterclass.end_question(uuid, jsonb) to authenticated;
