-- migrate:up

-- Somebody erases their account while a question, a submission or a payment of theirs is under way elsewhere. Both
-- take the member row first, so whoever comes second waits, and neither waits for the other in a circle.

-- Every row below hangs on the member row; where the trigger's is missing, this makes it. The row is held until the
-- commit: an erasure waits for what has begun, and what begins behind an erasure finds nobody.
create or replace function masterclass.require_reader() returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader uuid := auth.uid();
begin
  perform from masterclass.users as u where u.id = reader for key share;
  if not found then
    perform masterclass.repair_members(reader);
    perform from masterclass.users as u where u.id = reader for key share;
    if not found then
      return null;
    end if;
  end if;
  return reader;
end
$$;

-- As in 0040, behind the member row: a row that is changed twice in one transaction asks for its member again. Only a
-- question under way is settled, once, and no cost makes the day cheaper: what was answered stays as it was.
create or replace function masterclass.settle_question(answer uuid, outcome jsonb, quota_free integer, quota_full integer)
returns integer
language plpgsql
security definer
set search_path = ''
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
  return masterclass.reader_questions_left(quota_free, quota_full);
end
$$;

-- Sweeping takes a reservation before its message; erasing would take them the other way round, so the reservations
-- go first, and the member's own count with them: nothing that is written there may stand in the way of leaving.
-- What the provider is doing for an erased member is paid all the same: nobody can settle it any more, so the day is
-- charged what was reserved.
-- Supabase Auth's own traces without a foreign key go here too, so that erasing from its dashboard leaves none either;
-- its trail also names whom an administrator invited, helped or deleted.
create or replace function masterclass.scrub_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  ended record;
begin
  perform from masterclass.ai_reservations where user_id = old.id order by message_id for update;
  delete from masterclass.ai_usage where user_id = old.id;
  -- A loop, because the trigger that gives a reservation back runs before the first turn of it.
  for ended in
    delete from masterclass.ai_reservations where user_id = old.id returning day, cost_microusd
  loop
    update masterclass.ai_spend
       set settled_microusd = settled_microusd + ended.cost_microusd
     where day = ended.day;
  end loop;
  delete from auth.flow_state where user_id = old.id;
  delete from auth.audit_log_entries as a
   where a.payload ->> 'actor_id' = old.id::text
      or a.payload -> 'traits' ->> 'user_id' = old.id::text;
  update masterclass.charges as c
     set receipt_url = null
    from masterclass.payments as p
   where p.stripe_payment_id = c.stripe_payment_id
     and p.user_id = old.id;
  update masterclass.orders set checkout_url = null where user_id = old.id;
  return old;
end
$$;

-- Withdrawing a grant refreshes the role: the grants go once the member row is gone, or they would change the very row
-- that is about to go, which Postgres refuses.
create function masterclass.forget_grants_of_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from masterclass.access_grants where email = old.email;
  return null;
end
$$;
create trigger users_forget_grants after delete on masterclass.users
  for each row execute function masterclass.forget_grants_of_member();

-- Stripe's facts and the operator's grants take an order, a payment's turn or a grant first, and the member row last,
-- for its role. Erasing takes them in the same order. Returns as before: 'erased', 'session-ended' or 'sign-in-again'.
create or replace function masterclass.erase_reader() returns text
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader uuid := auth.uid();
  signed_in_at timestamptz := masterclass.reader_session_started_at();
begin
  if signed_in_at is null then
    return 'session-ended';
  end if;
  if signed_in_at < now() - interval '10 minutes' then
    return 'sign-in-again';
  end if;
  perform from masterclass.orders where user_id = reader order by id for update;
  perform pg_advisory_xact_lock(hashtextextended(p.stripe_payment_id, 6))
     from (select stripe_payment_id from masterclass.payments
            where user_id = reader and stripe_payment_id is not null
            order by stripe_payment_id) as p;
  perform from masterclass.access_grants as g
     join masterclass.users as u on u.id = reader
    where g.user_id = reader or g.email = u.email
    order by g.id
      for update of g;
  delete from auth.users where id = reader;
  return 'erased';
end
$$;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
