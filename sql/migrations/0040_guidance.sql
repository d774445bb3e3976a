-- migrate:up

-- Asking the guide: conversations that belong to their member, retrieval that sees what its reader may read, and a
-- ledger that is written before the provider is called. What a question may cost at most is reserved in one
-- conditional statement, and given back or settled afterwards; a reservation whose call died is swept.

-- Conversations -----------------------------------------------------------------------------------------

create table masterclass.conversations (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid        not null,
  module_id  uuid        not null,
  case_id    uuid,
  created_at timestamptz not null default now(),
  constraint conversations_pkey primary key (id),
  constraint conversations_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint conversations_module_id_fkey foreign key (module_id) references masterclass.content_modules (id),
  constraint conversations_case_id_fkey foreign key (case_id) references masterclass.case_reviews (id)
);
comment on column masterclass.conversations.case_id is 'The case that the first question was asked from, if any.';
create index conversations_user_id_module_id_idx on masterclass.conversations (user_id, module_id, created_at desc);

create table masterclass.messages (
  id              uuid        not null default gen_random_uuid(),
  conversation_id uuid        not null,
  place           bigint      generated always as identity,
  role            text        not null,
  content         text        not null,
  status          text        not null default 'complete',
  sources         jsonb       not null default '[]',
  citations       jsonb       not null default '[]',
  instruction     text,
  model           text,
  input_tokens    bigint,
  output_tokens   bigint,
  created_at      timestamptz not null default now(),
  constraint messages_pkey primary key (id),
  constraint messages_conversation_id_fkey
    foreign key (conversation_id) references masterclass.conversations (id) on delete cascade,
  constraint messages_role_check check (role in ('user', 'assistant')),
  constraint messages_status_check check (status in ('pending', 'complete', 'partial')),
  constraint messages_content_check check (char_length(content) <= 20000)
);
comment on table masterclass.messages is 'What was asked and answered, in order of place; roles are given here, never by a client.';
comment on column masterclass.messages.sources is
  '[{"block_id", "version"}]: every passage that the answer was made from. Where one of them may no longer be read, the
   answer is not put before the provider again.';
comment on column masterclass.messages.citations is
  '[{"block_id", "version", "block", "module", "heading"}]: the passages that the answer names, as they were that day.';
create index messages_conversation_id_place_idx on masterclass.messages (conversation_id, place);

call masterclass.protect('masterclass.conversations');
call masterclass.protect('masterclass.messages');

create policy members_read_their_conversations on masterclass.conversations
  for select to authenticated using (user_id = (select auth.uid()));
-- The subquery is under the policy above: only one's own conversations are in it.
create policy members_read_their_messages on masterclass.messages
  for select to authenticated
  using (conversation_id in (select c.id from masterclass.conversations as c where c.user_id = (select auth.uid())));

grant select (id, user_id, module_id, case_id, created_at) on masterclass.conversations to authenticated;
grant select (id, conversation_id, place, role, content, status, sources, citations, created_at)
   on masterclass.messages to authenticated;

-- The ledger --------------------------------------------------------------------------------------------

create table masterclass.ai_usage (
  user_id       uuid    not null,
  day           date    not null,
  reserved      integer not null default 0,
  settled       integer not null default 0,
  cost_microusd bigint  not null default 0,
  constraint ai_usage_pkey primary key (user_id, day),
  constraint ai_usage_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint ai_usage_reserved_check check (reserved >= 0),
  constraint ai_usage_settled_check check (settled >= 0)
);
comment on table masterclass.ai_usage is
  'Questions of a member on a day (UTC): under way (reserved) and counted (settled), and what the provider took.';

create table masterclass.ai_spend (
  day              date   not null,
  reserved_microusd bigint not null default 0,
  settled_microusd  bigint not null default 0,
  constraint ai_spend_pkey primary key (day),
  constraint ai_spend_reserved_microusd_check check (reserved_microusd >= 0)
);
comment on table masterclass.ai_spend is 'What all questions of a day cost together, in millionths of a dollar; the breaker reads it.';

create table masterclass.ai_reservations (
  message_id    uuid        not null,
  user_id       uuid        not null,
  day           date        not null,
  cost_microusd bigint      not null,
  expires_at    timestamptz not null,
  constraint ai_reservations_pkey primary key (message_id),
  constraint ai_reservations_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint ai_reservations_message_id_fkey
    foreign key (message_id) references masterclass.messages (id) on delete cascade
);
comment on table masterclass.ai_reservations is 'One row per question that is being answered right now.';
create index ai_reservations_expires_at_idx on masterclass.ai_reservations (expires_at);
create index ai_reservations_user_id_idx on masterclass.ai_reservations (user_id);

call masterclass.protect('masterclass.ai_usage');
call masterclass.protect('masterclass.ai_spend');
call masterclass.protect('masterclass.ai_reservations');

create policy jobs_read_the_spend on masterclass.ai_spend for select to masterclass_jobs using (true);
grant select on masterclass.ai_spend to masterclass_jobs;

-- However a reservation ends (settled, given back, swept, its member erased), what it held is free again. Members
-- first, the day last: everyone takes these locks in this order, so nobody waits in a circle.
create function masterclass.return_reservations() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.ai_usage as u
     set reserved = u.reserved - ended.questions
    from (select e.user_id, e.day, count(*)::integer as questions from ended_rows as e group by 1, 2) as ended
   where u.user_id = ended.user_id
     and u.day = ended.day;
  update masterclass.ai_spend as s
     set reserved_microusd = s.reserved_microusd - ended.cost
    from (select e.day, sum(e.cost_microusd)::bigint as cost from ended_rows as e group by 1) as ended
   where s.day = ended.day;
  return null;
end
$$;
create trigger ai_reservations_return after delete on masterclass.ai_reservations
  referencing old table as ended_rows
  for each statement execute function masterclass.return_reservations();

create function masterclass.today() returns date
language sql
stable
set search_path = ''
as $$
  select (now() at time zone 'utc')::date
$$;
grant execute on function masterclass.today() to authenticated, masterclass_jobs;

-- Retrieval ---------------------------------------------------------------------------------------------

-- The words of a text that carry meaning, stemmed.
create function masterclass.meaningful_words(words text) returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select tsvector_to_array(to_tsvector('pg_catalog.english', words))
$$;
grant execute on function masterclass.meaningful_words(text) to authenticated;

-- The blocks that this reader may read (row level security decides: the function runs as its caller), ranked for a
-- question. A word weighs more the fewer blocks have it, twice as much in a heading, and the current module comes
-- first among equals. `context` is what was said before: its words count for a third. A block is found when it has
-- enough of the question: nearly half of its weight, four of its words, or two that stand side by side; a short
-- question ("and if I am married?") is also understood from its context. Where one block fits, those with two of the
-- question's words come along.
create function masterclass.find_passages(module uuid, question text, context text, most integer)
returns table (block_id uuid, score double precision)
language sql
stable
set search_path = ''
as $$
  with asked as (
    select w.word, true as is_own, 1.0::double precision as weight
      from unnest(masterclass.meaningful_words(question)) as w (word)
     union all
    select w.word, false, 0.33
      from unnest(masterclass.meaningful_words(context)) as w (word)
     where w.word <> all (masterclass.meaningful_words(question))
  ),
  readable as materialized (
    select b.id, b.module_id, b.search from masterclass.content_blocks as b
  ),
  hits as (
    select r.id, r.module_id, u.lexeme, 'A' = any (u.weights) as in_heading, u.positions,
           cardinality(u.positions) as times
      from readable as r
     cross join lateral unnest(r.search) as u (lexeme, positions, weights)
     where u.lexeme in (select a.word from asked as a)
  ),
  -- Words that stand side by side in the question, and the blocks in which they do so too: "saving rate".
  spoken as (
    select u.lexeme, p.place
      from unnest(to_tsvector('pg_catalog.english', question)) as u (lexeme, positions, weights)
     cross join lateral unnest(u.positions) as p (place)
  ),
  paired as (
    select distinct h.id
      from spoken as a
      join spoken as b on b.place = a.place + 1
      join hits as h on h.lexeme = a.lexeme
      join hits as g on g.id = h.id and g.lexeme = b.lexeme
     where exists (select from unnest(h.positions) as p (place) where p.place + 1 = any (g.positions))
  ),
  weighed as (
    select a.word, a.is_own,
           a.weight * ln(1 + (select count(*) from readable) / greatest(0.5, count(h.id))) as weight
      from asked as a
      left join hits as h on h.lexeme = a.word
     group by a.word, a.is_own, a.weight
  ),
  scored as (
    select h.id,
           sum(w.weight * (h.times / (h.times + 1.0)) * case when h.in_heading then 2 else 1 end)
             * case when h.module_id = find_passages.module then 1.5 else 1 end as score,
           coalesce(sum(w.weight) filter (where w.is_own), 0)
             / nullif((select sum(o.weight) from weighed as o where o.is_own), 0) as share,
           count(*) filter (where w.is_own) as own_words,
           (select count(*) from weighed as o where o.is_own) as asked_words,
           count(*) filter (where not w.is_own) as context_words
      from hits as h
      join weighed as w on w.word = h.lexeme
     group by h.id, h.module_id
  ),
  judged as materialized (
    select s.id, s.score, s.own_words,
           s.share >= 0.45
             or s.own_words >= 4
             or s.id in (select p.id from paired as p)
             or (s.own_words >= 2 and s.share >= 0.4)
             or (s.context_words >= 3 and (s.own_words >= 1 or s.asked_words <= 3)) as fits
      from scored as s
  )
  select j.id, j.score
    from (select f.*, bool_or(f.fits) over () as something_fits from judged as f) as j
   where j.fits
      or (j.own_words >= 2 and j.something_fits)
   order by j.score desc, j.id
   limit most
$$;
grant execute on function masterclass.find_passages(uuid, text, text, integer) to authenticated;

-- The reader's own latest answer to a case; nothing before it is committed.
create function masterclass.reader_case_answer(asked_case uuid) returns text
language sql
stable
security definer
set search_path = ''
as $$
  select a.answer
    from masterclass.case_answers as a
   where a.user_id = auth.uid()
     and a.case_id = asked_case
   order by a.created_at desc
   limit 1
$$;
grant execute on function masterclass.reader_case_answer(uuid) to authenticated;

create function masterclass.reservations_are_stale() returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (select from masterclass.ai_reservations as r where r.expires_at < now())
$$;
grant execute on function masterclass.reservations_are_stale() to authenticated;

-- What was said in a conversation of the reader's, oldest first, at most `most` questions with their answers. An
-- answer whose sources are no longer all readable is left out, with its question.
create function masterclass.conversation_so_far(conversation uuid, most integer) returns jsonb
language sql
stable
set search_path = ''
as $$
  with turns as (
    select m.place, m.role, m.content, m.status, m.sources,
           count(*) filter (where m.role = 'user') over (order by m.place) as turn
      from masterclass.messages as m
     where m.conversation_id = conversation
  ),
  sayable as (
    select t.turn
      from turns as t
     group by t.turn
    having bool_and(t.status <> 'pending')
       and count(*) = 2
       and not exists (
             select from turns as s
              cross join lateral jsonb_array_elements(s.sources) as source
              where s.turn = t.turn
                and not exists (select from masterclass.content_blocks as b where b.id = (source ->> 'block_id')::uuid))
     order by t.turn desc
     limit most
  )
  select coalesce(jsonb_agg(jsonb_build_object('role', t.role, 'content', t.content) order by t.place), '[]')
    from turns as t
    join sayable using (turn)
$$;
grant execute on function masterclass.conversation_so_far(uuid, integer) to authenticated;

-- Everything an answer may be made from, or {"refusal"}: 'session', 'absent', 'full-access'. Access is decided before
-- anything is looked for, and the search runs as the reader. `whole_module`: the question is about the lesson as such.
create function masterclass.guidance_context(
  slug text, wanted_case text, conversation uuid, question text, whole_module boolean, most integer, most_turns integer
) returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  opened  record;
  asked   jsonb;
  so_far  jsonb := '[]';
  context text := '';
begin
  if masterclass.reader_session_started_at() is null then
    return jsonb_build_object('refusal', 'session');
  end if;
  select m.id, m.title, m.is_preview into opened
    from masterclass.content_modules as m
   where m.slug = guidance_context.slug;
  if opened.id is null then
    return jsonb_build_object('refusal', 'absent');
  end if;
  if not opened.is_preview and not masterclass.reader_has_full_access() then
    return jsonb_build_object('refusal', 'full-access');
  end if;
  if wanted_case is not null then
    select jsonb_build_object('id', c.id, 'title', c.title, 'text', c.text, 'prompt', c.prompt,
                              'own_answer', masterclass.reader_case_answer(c.id)) into asked
      from masterclass.case_reviews as c
     where c.module_id = opened.id and c.key = wanted_case and c.retired_at is null;
    if asked is null then
      return jsonb_build_object('refusal', 'absent');
    end if;
    context := (asked ->> 'title') || ' ' || (asked ->> 'prompt');
  end if;
  if conversation is not null then
    if not exists (select from masterclass.conversations as c
                    where c.id = conversation and c.module_id = opened.id and c.user_id = auth.uid()) then
      return jsonb_build_object('refusal', 'absent');
    end if;
    so_far := masterclass.conversation_so_far(conversation, most_turns);
    context := context || ' ' || coalesce((select said ->> 'content' from jsonb_array_elements(so_far) with ordinality as s (said, n)
                                            where said ->> 'role' = 'user' order by n desc limit 1), '');
  end if;
  return jsonb_build_object(
    'module_id', opened.id,
    'stale', masterclass.reservations_are_stale(),
    'case', asked,
    'so_far', so_far,
    'passages', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'block_id', b.id, 'version', b.version, 'block', b.key, 'module', m.slug, 'module_title', m.title,
               'heading', b.heading, 'text', b.text) order by found.place), '[]')
        from (select f.block_id, row_number() over (order by f.score desc, f.block_id) as place
                from masterclass.find_passages(opened.id, question, context, most) as f
               where not whole_module
               union all
              select w.id, w.position
                from masterclass.content_blocks as w
               where whole_module and w.module_id = opened.id) as found
        join masterclass.content_blocks as b on b.id = found.block_id
        join masterclass.content_modules as m on m.id = b.module_id));
end
$$;
grant execute on function masterclass.guidance_context(text, text, uuid, text, boolean, integer, integer) to authenticated;

-- Reserving, settling, sweeping ---------------------------------------------------------------------------

create function masterclass.reader_question_quota(quota_free integer, quota_full integer) returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select case when masterclass.reader_has_full_access() then quota_full else quota_free end
$$;
grant execute on function masterclass.reader_question_quota(integer, integer) to authenticated;

create function masterclass.reader_questions_left(quota_free integer, quota_full integer) returns integer
language sql
stable
security definer
set search_path = ''
as $$
  select greatest(0, masterclass.reader_question_quota(quota_free, quota_full)
                     - coalesce((select u.reserved + u.settled
                                   from masterclass.ai_usage as u
                                  where u.user_id = auth.uid() and u.day = masterclass.today()), 0))
$$;
grant execute on function masterclass.reader_questions_left(integer, integer) to authenticated;

-- Keeps question and pending answer, and reserves what they may cost, or nothing at all: a refusal leaves no trace.
-- Returns {"conversation_id", "message_id", "remaining"} or {"refusal": 'member'|'quota'|'burst'|'breaker',
-- "seconds", "quota"}.
-- `limits` is {"free", "full", "burst", "cost", "spend"}; a cost of null is an answer that no provider is asked for.
create function masterclass.reserve_question(
  module uuid, conversation uuid, asked_case uuid, question text, sources jsonb, instruction text, model text, limits jsonb
) returns jsonb
language plpgsql
security definer
set search_path = ''
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
    wait := masterclass.spend('question', burst, interval '1 minute');
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
grant execute on function masterclass.reserve_question(uuid, uuid, uuid, text, jsonb, text, text, jsonb) to authenticated;

-- Takes a question back that came to nothing, with its pending answer and the conversation that it began.
create function masterclass.forget_question(answer uuid) returns void
language plpgsql
security definer
set search_path = ''
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

-- Ends a question of the reader's: the reservation is given back, the answer kept and counted, and what the provider
-- took is written down. `outcome` is {"status": "complete"|"partial"|"failed", "content", "citations", "counted",
-- "cost", "input_tokens", "output_tokens"}; a failed one leaves no message. Returns how many questions are left.
create function masterclass.settle_question(answer uuid, outcome jsonb, quota_free integer, quota_full integer)
returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  held record;
begin
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
       and c.id = m.conversation_id
       and c.user_id = auth.uid();
  end if;
  if held.day is not null then
    update masterclass.ai_usage as u
       set settled = u.settled + (outcome ->> 'counted')::boolean::integer,
           cost_microusd = u.cost_microusd + (outcome ->> 'cost')::bigint
     where u.user_id = auth.uid() and u.day = held.day;
    update masterclass.ai_spend as s
       set settled_microusd = s.settled_microusd + (outcome ->> 'cost')::bigint
     where s.day = held.day;
  end if;
  return masterclass.reader_questions_left(quota_free, quota_full);
end
$$;
grant execute on function masterclass.settle_question(uuid, jsonb, integer, integer) to authenticated;

-- Gives back what calls that died had reserved; asked for before a question when there is something to sweep, and by
-- housekeeping. One sweeper at a time; returns how many were swept.
create function masterclass.sweep_ai_reservations() returns integer
language plpgsql
security definer
set search_path = ''
as $$
declare
  swept uuid[];
begin
  if not pg_try_advisory_xact_lock(hashtextextended('masterclass.sweep_ai_reservations', 0)) then
    return 0;
  end if;
  with ended as (
    delete from masterclass.ai_reservations as r
     where r.message_id in (select s.message_id from masterclass.ai_reservations as s
                             where s.expires_at < now()
                               for update skip locked)
    returning r.message_id
  )
  select coalesce(array_agg(message_id), '{}') into swept from ended;
  perform masterclass.forget_question(answer) from unnest(swept) as answer;
  return cardinality(swept);
end
$$;
grant execute on function masterclass.sweep_ai_reservations() to authenticated, masterclass_jobs;

-- What the reader is shown ------------------------------------------------------------------------------

create function masterclass.shown_citations(citations jsonb) returns jsonb
language sql
immutable
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('block', c -> 'block', 'module', c -> 'module', 'heading', c -> 'heading')
                            order by n), '[]')
    from jsonb_array_elements(citations) with ordinality as listed (c, n)
$$;
grant execute on function masterclass.shown_citations(jsonb) to authenticated;

-- The reader's conversations about a module, newest first, or {"refusal": 'absent'}. Theirs also when access has ended.
create function masterclass.reader_conversations(slug text, quota_free integer, quota_full integer) returns jsonb
language sql
stable
set search_path = ''
as $$
  select coalesce(
    (select jsonb_build_object(
              'module', m.slug,
              'remaining_today', masterclass.reader_questions_left(quota_free, quota_full),
              'conversations', (
                select coalesce(jsonb_agg(jsonb_build_object(
                         'conversation_id', c.id, 'case_id', c.case_key, 'created_at', c.created_at,
                         'messages', (
                           select coalesce(jsonb_agg(jsonb_build_object(
                                    'message_id', s.id, 'role', s.role, 'content', s.content, 'status', s.status,
                                    'citations', masterclass.shown_citations(s.citations),
                                    'created_at', s.created_at) order by s.place), '[]')
                             from masterclass.messages as s
                            where s.conversation_id = c.id)) order by c.latest desc, c.id), '[]')
                  from (select k.id, r.key as case_key, k.created_at,
                               (select max(l.place) from masterclass.messages as l where l.conversation_id = k.id) as latest
                          from masterclass.conversations as k
                          left join masterclass.case_reviews as r on r.id = k.case_id
                         where k.module_id = m.id
                           and k.user_id = auth.uid()
                         order by 4 desc nulls last
                         limit 20) as c))
       from masterclass.content_modules as m
      where m.slug = reader_conversations.slug),
    jsonb_build_object('refusal', 'absent'))
$$;
grant execute on function masterclass.reader_conversations(text, integer, integer) to authenticated;

-- Taking it along -----------------------------------------------------------------------------------------

create function masterclass.export_guidance(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'conversations', (
             select coalesce(jsonb_agg(jsonb_build_object(
                      'module', m.slug, 'case', r.title, 'created_at', c.created_at,
                      'messages', (select coalesce(jsonb_agg(to_jsonb(s) - 'conversation_id' order by s.place), '[]')
                                     from masterclass.messages as s
                                    where s.conversation_id = c.id)) order by c.created_at), '[]')
               from masterclass.conversations as c
               join masterclass.content_modules as m on m.id = c.module_id
               left join masterclass.case_reviews as r on r.id = c.case_id
              where c.user_id = member),
           'usage', (select coalesce(jsonb_agg(to_jsonb(u) - 'user_id' order by u.day), '[]')
                       from masterclass.ai_usage as u
                      where u.user_id = member),
           'under_way', (select count(*) from masterclass.ai_reservations as v where v.user_id = member))
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
