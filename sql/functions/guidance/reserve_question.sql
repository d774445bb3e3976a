-- Keeps question and pending answer, and reserves what they may cost, or nothing at all: a refusal leaves no trace.
-- Returns {"conversation_id", "message_id", "remaining"} or {"refusal": 'member'|'quota'|'burst'|'breaker',
-- "seconds", "quota"}. `limits` is {"free", "full", "burst", "cost", "spend"}; a cost of null is an answer that no
-- provider is asked for.
-- Definer: writes conversations, messages and the ledger, which no role may.
create or replace function masterclass.reserve_question(
  module uuid, conversation uuid, asked_case uuid, question text, sources jsonb, instruction text, model text, limits jsonb
) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader  uuid := masterclass.require_reader();
  quota   integer := masterclass.reader_question_quota((limits ->> 'free')::integer, (limits ->> 'full')::integer);
  cost    bigint := (limits ->> 'cost')::bigint;
  spend   bigint := (limits ->> 'spend')::bigint;
  burst   integer := (limits ->> 'burst')::integer;
  midnight integer := ceil(extract(epoch from masterclass.today() + 1 - (now() at time zone 'utc')))::integer;
  wait    integer;
  answer  uuid;
begin
  if reader is null then
    return jsonb_build_object('refusal', 'member');
  end if;
  if conversation is not null and not exists (
       select from masterclass.conversations as c where c.id = conversation and c.user_id = reader) then
    return jsonb_build_object('refusal', 'absent');
  end if;
  if cost is not null then
    insert into masterclass.ai_usage as u (user_id, day, reserved)
    select reader, masterclass.today(), 1
     where quota > 0
        on conflict on constraint ai_usage_pkey do update
       set reserved = u.reserved + 1
     where u.reserved + u.settled < quota;
    if not found then
      raise exception using errcode = 'MC429', message = 'quota', detail = midnight::text;
    end if;
  end if;
  if burst > 0 then
    wait := masterclass.count_use('question', burst, interval '1 minute');
    if wait > 0 then
      raise exception using errcode = 'MC429', message = 'burst', detail = wait::text;
    end if;
  end if;
  if conversation is null then
    insert into masterclass.conversations (user_id, module_id, case_id)
    values (reader, module, asked_case)
    returning id into conversation;
  end if;
  insert into masterclass.messages (conversation_id, role, content) values (conversation, 'user', question);
  insert into masterclass.messages (conversation_id, role, content, status, sources, instruction, model)
  values (conversation, 'assistant', '', 'pending', reserve_question.sources, reserve_question.instruction,
          reserve_question.model)
  returning id into answer;
  if cost is not null then
    insert into masterclass.ai_reservations (message_id, user_id, day, cost_microusd, expires_at)
    values (answer, reader, masterclass.today(), cost, now() + interval '2 minutes');
    -- The day's row is everyone's: taken last, held until the commit that follows at once.
    insert into masterclass.ai_spend as s (day, reserved_microusd)
    select masterclass.today(), cost
     where cost <= spend
        on conflict on constraint ai_spend_pkey do update
       set reserved_microusd = s.reserved_microusd + cost
     where s.reserved_microusd + s.settled_microusd + cost <= spend;
    if not found then
      raise exception using errcode = 'MC429', message = 'breaker', detail = midnight::text;
    end if;
  end if;
  return jsonb_build_object(
           'conversation_id', conversation, 'message_id', answer,
           'remaining', masterclass.reader_questions_left((limits ->> 'free')::integer, (limits ->> 'full')::integer));
exception when sqlstate 'MC429' then
  declare
    seconds text;
  begin
    get stacked diagnostics seconds = pg_exception_detail;
    return jsonb_build_object('refusal', sqlerrm, 'seconds', greatest(1, seconds::integer), 'quota', quota);
  end;
end
$$;
revoke execute on function masterclass.reserve_question(uuid, uuid, uuid, text, jsonb, text, text, jsonb) from public;
grant execute on function masterclass.reserve_question(uuid, uuid, uuid, text, jsonb, text, text, jsonb) to authenticated;
