-- migrate:up

-- A member's own account: is the session still alive, how often may something be done, why is access what it
-- is, and what happens when the person leaves.

-- Sessions --------------------------------------------------------------------------------------------

-- Signing out does not kill an access token, so where money, deletion or AI is concerned the session itself
-- is looked up. The claims are those of the current transaction.
create function masterclass.reader_session_started_at() returns timestamptz
language sql
stable
security definer
set search_path = ''
as $$
  select s.created_at
    from auth.sessions as s
   where s.id = (auth.jwt() ->> 'session_id')::uuid
     and s.user_id = auth.uid()
     and (s.not_after is null or s.not_after > now())
$$;
comment on function masterclass.reader_session_started_at() is
  'When the reader signed in; null when that session has been ended.';
grant execute on function masterclass.reader_session_started_at() to authenticated;

-- Limits ----------------------------------------------------------------------------------------------

create table masterclass.member_limits (
  user_id      uuid        not null,
  action       text        not null,
  window_start timestamptz not null,
  used         bigint      not null,
  constraint member_limits_pkey primary key (user_id, action),
  constraint member_limits_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint member_limits_used_check check (used > 0)
);
comment on table masterclass.member_limits is
  'How often a member did something costly in the current window; one row per action, overwritten.';
call masterclass.protect('masterclass.member_limits');

-- One conditional statement counts and decides, so that any number of calls at once cannot pass the limit.
-- Returns how many seconds to wait: 0 means go ahead.
create function masterclass.spend(wanted_action text, most integer, per interval) returns integer
language sql
security definer
set search_path = ''
as $$
  with spent as (
    insert into masterclass.member_limits as l (user_id, action, window_start, used)
    values (auth.uid(), wanted_action, now(), 1)
        on conflict (user_id, action) do update
       set window_start = case when l.window_start <= now() - per then now() else l.window_start end,
           used         = case when l.window_start <= now() - per then 1 else l.used + 1 end
     where l.window_start <= now() - per
        or l.used < most
    returning 1
  )
  select case
           when exists (select from spent) then 0
           else coalesce((select greatest(1, ceil(extract(epoch from l.window_start + per - now())))::integer
                            from masterclass.member_limits as l
                           where l.user_id = auth.uid()
                             and l.action = wanted_action), 1)
         end
$$;
grant execute on function masterclass.spend(text, integer, interval) to authenticated;

-- Repair ----------------------------------------------------------------------------------------------

-- Members are made by a trigger; should one ever be missing (a restore, a trigger that was disabled), this
-- makes it. Returns how many were missing.
create function masterclass.repair_members(only_member uuid default null) returns integer
language sql
security definer
set search_path = ''
as $$
  with made as (
    insert into masterclass.users (id, email, name)
    select a.id, lower(a.email), left(coalesce(a.raw_user_meta_data ->> 'name', ''), 200)
      from auth.users as a
     where a.email <> ''
       and not a.is_anonymous
       and (only_member is null or a.id = only_member)
       and not exists (select from masterclass.users as u where u.id = a.id)
        on conflict do nothing
    returning id
  )
  select count(masterclass.refresh_role(id))::integer from made
$$;
grant execute on function masterclass.repair_members(uuid) to masterclass_jobs;

-- The reader's own row, made on first need.
create function masterclass.ensure_reader() returns boolean
language sql
security definer
set search_path = ''
as $$
  select masterclass.repair_members(auth.uid()) > 0
$$;
grant execute on function masterclass.ensure_reader() to authenticated;

-- What merely expires changes no row, so no trigger sees it. Returns how many roles were corrected.
create function masterclass.refresh_expired_roles() returns integer
language sql
security definer
set search_path = ''
as $$
  select count(masterclass.refresh_role(u.id))::integer
    from masterclass.users as u
   where u.role <> case when masterclass.has_full_access(u.id) then 'paid' else 'free' end
$$;
grant execute on function masterclass.refresh_expired_roles() to masterclass_jobs;

-- Why ---------------------------------------------------------------------------------------------------

-- Why access is what it is, in sentences; the account page and `python -m shared access why` say the same.
create function masterclass.access_because(member uuid) returns text[]
language sql
stable
security definer
set search_path = ''
as $$
  with facts as (
    select p.created_at, 1 as kind, case
             when p.paid_at is null then 'A payment was started and has not been completed.'
             when exists (select from masterclass.disputes as d
                           where d.stripe_payment_id = p.stripe_payment_id and d.status = 'lost')
               then 'The payment was taken back by the bank after a dispute.'
             when exists (select from masterclass.disputes as d
                           where d.stripe_payment_id = p.stripe_payment_id
                             and d.status not in ('won', 'prevented') and d.status not like 'warning\_%')
               then 'The payment is disputed at the bank; access pauses until that is decided.'
             when masterclass.payment_stands(p) and masterclass.refunded_minor(p) > 0
               then 'You paid on ' || to_char(p.paid_at, 'FMMonth FMDD, YYYY') || '; a part was refunded.'
             when masterclass.payment_stands(p)
               then 'You paid on ' || to_char(p.paid_at, 'FMMonth FMDD, YYYY') || '.'
             else 'The payment was refunded in full.'
           end as sentence
      from masterclass.payments as p
     where p.user_id = member
     union all
    select g.created_at, 2, case
             when g.revoked_at is not null then 'Complimentary access was withdrawn.'
             when g.expires_at <= now()
               then 'Complimentary access ended on ' || to_char(g.expires_at, 'FMMonth FMDD, YYYY') || '.'
             when g.user_id is null and a.email_confirmed_at is null
               then 'Complimentary access waits until you confirm your e-mail address.'
             else 'You have complimentary access' || coalesce(' until ' || to_char(g.expires_at, 'FMMonth FMDD, YYYY'), '')
                  || ': ' || g.reason || '.'
           end
      from masterclass.access_grants as g
      join auth.users as a on a.id = member
     where g.user_id = member
        or g.email = lower(a.email)
  )
  select coalesce(array_agg(sentence order by kind, created_at),
                  array['You have not bought full access yet: the preview modules are open to you.'])
    from facts
$$;
grant execute on function masterclass.access_because(uuid) to masterclass_jobs, masterclass_payments;

create function masterclass.reader_access_because() returns text[]
language sql
stable
security definer
set search_path = ''
as $$
  select masterclass.access_because(auth.uid())
$$;
grant execute on function masterclass.reader_access_because() to authenticated;

-- Taking it along ----------------------------------------------------------------------------------------

-- Each domain has one function export_<domain>(member) with everything it holds of a member; export_reader
-- finds them by name, so that a later migration adds its own and forgets nobody's. A contract test looks for
-- every table that names a member.
create function masterclass.export_account(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'member', (select to_jsonb(u) from masterclass.users as u where u.id = member),
           'limits', (select coalesce(jsonb_agg(to_jsonb(l) - 'user_id'), '[]')
                        from masterclass.member_limits as l
                       where l.user_id = member),
           'sign_in', (select jsonb_build_object(
                                'email', a.email, 'email_confirmed_at', a.email_confirmed_at,
                                'created_at', a.created_at, 'last_sign_in_at', a.last_sign_in_at,
                                'user_metadata', a.raw_user_meta_data)
                         from auth.users as a
                        where a.id = member),
           'identities', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'provider', i.provider, 'created_at', i.created_at,
                                   'last_sign_in_at', i.last_sign_in_at, 'data', i.identity_data)), '[]')
                            from auth.identities as i
                           where i.user_id = member),
           'sessions', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'created_at', s.created_at, 'refreshed_at', s.refreshed_at,
                                 'user_agent', s.user_agent, 'ip', s.ip)), '[]')
                          from auth.sessions as s
                         where s.user_id = member))
$$;

create function masterclass.export_access(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'full', masterclass.has_full_access(member),
           'because', to_jsonb(masterclass.access_because(member)),
           'payments', (select coalesce(jsonb_agg(to_jsonb(p) - 'user_id' order by p.created_at), '[]')
                          from masterclass.payments as p
                         where p.user_id = member),
           'refunds', (select coalesce(jsonb_agg(to_jsonb(r) order by r.created_at), '[]')
                         from masterclass.refunds as r
                         join masterclass.payments as p using (stripe_payment_id)
                        where p.user_id = member),
           'disputes', (select coalesce(jsonb_agg(to_jsonb(d) order by d.created_at), '[]')
                          from masterclass.disputes as d
                          join masterclass.payments as p using (stripe_payment_id)
                         where p.user_id = member),
           'grants', (select coalesce(jsonb_agg(to_jsonb(g) - 'user_id' - 'granted_by' order by g.created_at), '[]')
                        from masterclass.access_grants as g
                        join masterclass.users as u on u.id = member
                       where g.user_id = member
                          or g.email = u.email))
$$;

create function masterclass.export_reader() returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  domain text;
  part   jsonb;
  whole  jsonb := jsonb_build_object('exported_at', now());
begin
  for domain in
    select substr(p.proname, length('export_') + 1)
      from pg_catalog.pg_proc as p
     where p.pronamespace = 'masterclass'::regnamespace
       and p.proname like 'export\_%'
       and p.proname <> 'export_reader'
     order by p.proname
  loop
    execute format('select masterclass.%I($1)', 'export_' || domain) into part using auth.uid();
    whole := whole || jsonb_build_object(domain, part);
  end loop;
  return whole;
end
$$;
grant execute on function masterclass.export_reader() to authenticated;

-- Leaving -----------------------------------------------------------------------------------------------

-- Erasing is deleting the person where Supabase Auth keeps them: sessions, identities and the member row go
-- with it, and with the member row every table that names a member. What must be kept (payments) is cut
-- loose by its foreign key; what holds the person without naming them is scrubbed by triggers like this one.
-- Later tables bring their own. So erasing someone from Supabase's dashboard does the same.
create function masterclass.scrub_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from masterclass.access_grants where email = old.email;
  update masterclass.payments set receipt_url = null where user_id = old.id;
  return old;
end
$$;
create trigger users_scrub_member before delete on masterclass.users
  for each row execute function masterclass.scrub_member();

-- Returns 'erased', 'session-ended' or 'sign-in-again' (the sign-in is older than ten minutes).
create function masterclass.erase_reader() returns text
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
  delete from auth.audit_log_entries where payload ->> 'actor_id' = reader::text;
  delete from auth.flow_state where user_id = reader;
  delete from auth.users where id = reader;
  return 'erased';
end
$$;
grant execute on function masterclass.erase_reader() to authenticated;

-- The sign-up hook --------------------------------------------------------------------------------------

-- Supabase Auth calls the hook up to three times for one sign-up; metadata.uuid stays the same. What was
-- answered is kept, so that each gets the same answer. No address is kept.
create table masterclass.signup_hook_calls (
  id          uuid        not null,
  refusal     text,
  received_at timestamptz not null default now(),
  constraint signup_hook_calls_pkey primary key (id)
);
create index signup_hook_calls_received_at_idx on masterclass.signup_hook_calls (received_at);
call masterclass.protect('masterclass.signup_hook_calls');
create policy jobs_keep_the_calls on masterclass.signup_hook_calls
  for all to masterclass_jobs using (true) with check (true);
grant select, insert, delete on masterclass.signup_hook_calls to masterclass_jobs;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
