-- Keeps question and pending answer, and reserves what they may cost, or nothing at all: a refusal leaves no trace.
-- Returns {"conversation_id", "message_id", "remaining"}. A `cost` of null is an answer that no provider is asked for.
-- What may be asked and spent in a day stands in guidance_limits, not with the caller; half of the day's money is for
-- members with full access, whoever else asks. Raises MC401, MC404, MC432 (the member's day), MC433 and MC435 (too fast),
-- MC434 (everyone's day).
-- Definer: writes conversations, messages and the ledger, which no role may.
create or replace function masterclass.begin_question(
  module uuid, conversation uuid, asked_case uuid, question text, sources jsonb, instruction text, model text, cost bigint
) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader    uuid := masterclass.require_reader();
  limits    masterclass.guidance_limits := masterclass.current_guidance_limits();
  quota     integer := masterclass.question_quota();
  midnight  integer := greatest(1, ceil(extract(epoch from masterclass.today() + 1 - (now() at time zone 'utc'))));
  spendable bigint := case when masterclass.reader_has_full_access() then limits.daily_spend_microusd
                           else limits.daily_spend_microusd / 2 end;
  answer    uuid;
begin
  if cost < 0 then
    raise exception using errcode = '22003', message = 'a question cannot cost less than nothing';
  end if;
  if conversation is not null and not exists (
       select from masterclass.conversations as c where c.id = conversation and c.user_id = reader) then
    raise exception using errcode = 'MC404', message = 'no such conversation';
  end if;
  if cost is not null then
    insert into masterclass.ai_usage as u (user_id, day, reserved)
    select reader, masterclass.today(), 1
     where quota > 0
        on conflict on constraint ai_usage_pkey do update
       set reserved = u.reserved + 1
     where u.reserved + u.settled < quota;
    if not found then
      raise exception using errcode = 'MC432', message = 'the questions of today are used up',
        detail = jsonb_build_object('quota', quota, 'seconds', midnight, 'remaining_today', 0);
    end if;
  end if;
  if limits.burst_per_minute > 0 then
    perform masterclass.count_question(limits.burst_per_minute);
  end if;
  perform masterclass.count_written(octet_length(question));
  -- Asked here already, without a lock, so that a day that is used up writes nothing again and again.
  if cost + coalesce((select s.reserved_microusd + s.settled_microusd from masterclass.ai_spend as s
                       where s.day = masterclass.today()), 0) > spendable then
    raise exception using errcode = 'MC434', message = 'what the guide may cost today is used up',
      detail = jsonb_build_object('seconds', midnight);
  end if;
  if conversation is null then
    insert into masterclass.conversations (user_id, module_id, case_id)
    values (reader, module, asked_case)
    returning id into conversation;
  end if;
  insert into masterclass.messages (conversation_id, role, content) values (conversation, 'user', question);
  insert into masterclass.messages (conversation_id, role, content, status, sources, instruction, model)
  values (conversation, 'assistant', '', 'pending', begin_question.sources, begin_question.instruction,
          begin_question.model)
  returning id into answer;
  if cost is not null then
    insert into masterclass.ai_reservations (message_id, user_id, day, cost_microusd, expires_at)
    values (answer, reader, masterclass.today(), cost, now() + interval '2 minutes');
    -- The day's row is everyone's: taken last, held until the commit that follows at once.
    insert into masterclass.ai_spend as s (day, reserved_microusd)
    select masterclass.today(), cost
     where cost <= spendable
        on conflict on constraint ai_spend_pkey do update
       set reserved_microusd = s.reserved_microusd + cost
     where s.reserved_microusd + s.settled_microusd + cost <= spendable;
    if not found then
      raise exception using errcode = 'MC434', message = 'what the guide may cost today is used up',
        detail = jsonb_build_object('seconds', midnight);
    end if;
  end if;
  perform masterclass.trim_conversations(reader, conversation);
  return jsonb_build_object(
           'conversation_id', conversation, 'message_id', answer, 'remaining', masterclass.questions_left());
end
$$;
revoke execute on function masterclass.begin_question(uuid, uuid, uuid, text, jsonb, text, text, bigint) from public;
grant execute on function masterclass.begin_question(uuid, uuid, uuid, text, jsonb, text, text, bigint) to authenticated;
