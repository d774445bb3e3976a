-- migrate:up

-- Who has full access, as a fact of the database. Stripe delivers events late, twice and in any order, so
-- what is stored are facts that commute: a payment was paid, a refund has this status, a dispute has that
-- one. Access is computed from all of them, and no order of arrival can make it wrong.

-- Money -----------------------------------------------------------------------------------------------

-- Stripe's minor units: yen have none, dinars have three digits (docs.stripe.com/currencies).
create function masterclass.currency_exponent(currency text) returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case
           when currency in ('bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga',
                             'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf') then 0
           when currency in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 3
           else 2
         end
$$;

create table masterclass.payments (
  id                    uuid        not null default gen_random_uuid(),
  user_id               uuid,
  stripe_payment_id     text,
  checkout_session_id   text,
  amount_minor          bigint      not null,
  currency              char(3)     not null,
  amount                numeric generated always as
                          (amount_minor / (10::numeric ^ masterclass.currency_exponent(currency::text))) stored,
  charge_refunded_minor bigint      not null default 0,
  paid_at               timestamptz,
  receipt_url           text,
  created_at            timestamptz not null default now(),
  constraint payments_pkey primary key (id),
  constraint payments_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint payments_stripe_payment_id_key unique (stripe_payment_id),
  constraint payments_checkout_session_id_key unique (checkout_session_id),
  constraint payments_amount_minor_check check (amount_minor >= 0),
  constraint payments_charge_refunded_minor_check check (charge_refunded_minor >= 0),
  constraint payments_currency_check check (currency ~ '^[a-z]{3}$')
);
comment on table masterclass.payments is
  'One row per purchase. Survives its member as a bare record: user_id becomes null when the account is erased.';
comment on column masterclass.payments.stripe_payment_id is
  'The payment intent (pi_…); null when a 100 % discount left nothing to pay.';
comment on column masterclass.payments.charge_refunded_minor is
  'The highest refunded total the charge itself ever reported, for refunds whose own events never came.';
create index payments_user_id_idx on masterclass.payments (user_id);

-- A refund or dispute can be heard of before its payment, so both name Stripe's id and have no foreign key.
create table masterclass.refunds (
  stripe_refund_id  text        not null,
  stripe_payment_id text        not null,
  amount_minor      bigint      not null,
  status            text        not null,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint refunds_pkey primary key (stripe_refund_id),
  constraint refunds_amount_minor_check check (amount_minor >= 0),
  constraint refunds_status_check check (status in ('pending', 'requires_action', 'succeeded', 'failed', 'canceled'))
);
create index refunds_stripe_payment_id_idx on masterclass.refunds (stripe_payment_id);

create table masterclass.disputes (
  stripe_dispute_id text        not null,
  stripe_payment_id text        not null,
  status            text        not null,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint disputes_pkey primary key (stripe_dispute_id)
);
comment on column masterclass.disputes.status is
  'Stripe''s word. Inquiries (warning_…) take no money and close nothing; won and prevented restore.';
create index disputes_stripe_payment_id_idx on masterclass.disputes (stripe_payment_id);

-- Complimentary access, to a member or to an address before its owner has signed up.
create table masterclass.access_grants (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid,
  email      text,
  reason     text        not null,
  granted_by text        not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  constraint access_grants_pkey primary key (id),
  constraint access_grants_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint access_grants_someone_check check (user_id is not null or email is not null),
  constraint access_grants_email_lower_check check (email = lower(email)),
  constraint access_grants_reason_check check (char_length(reason) between 1 and 500)
);
create index access_grants_user_id_idx on masterclass.access_grants (user_id);
create index access_grants_email_idx on masterclass.access_grants (email);

call masterclass.protect('masterclass.payments');
call masterclass.protect('masterclass.refunds');
call masterclass.protect('masterclass.disputes');
call masterclass.protect('masterclass.access_grants');

create policy members_read_their_payments on masterclass.payments
  for select to authenticated using (user_id = (select auth.uid()));
grant select (id, user_id, amount_minor, currency, amount, paid_at, receipt_url, created_at)
   on masterclass.payments to authenticated;

create policy payments_writer_works on masterclass.payments
  for all to masterclass_payments using (true) with check (true);
create policy payments_writer_works on masterclass.refunds
  for all to masterclass_payments using (true) with check (true);
create policy payments_writer_works on masterclass.disputes
  for all to masterclass_payments using (true) with check (true);
grant select, insert, update on masterclass.payments, masterclass.refunds, masterclass.disputes to masterclass_payments;

-- The one answer --------------------------------------------------------------------------------------

-- What of a payment has been given back: the sum of its refunds that stand, or, where events were lost, the
-- charge's own highest total less what is known to have failed; whichever is more.
create function masterclass.refunded_minor(payment masterclass.payments) returns bigint
language sql
stable
security definer
set search_path = ''
as $$
  select greatest(
           coalesce(sum(r.amount_minor) filter (where r.status not in ('failed', 'canceled')), 0),
           payment.charge_refunded_minor
             - coalesce(sum(r.amount_minor) filter (where r.status in ('failed', 'canceled')), 0)
         )::bigint
    from masterclass.refunds as r
   where r.stripe_payment_id = payment.stripe_payment_id
$$;

-- Paid, not wholly refunded, and under no dispute that is open or lost.
create function masterclass.payment_stands(payment masterclass.payments) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select payment.paid_at is not null
     and (payment.amount_minor = 0 or masterclass.refunded_minor(payment) < payment.amount_minor)
     and not exists (
           select from masterclass.disputes as d
            where d.stripe_payment_id = payment.stripe_payment_id
              and d.status not in ('won', 'prevented')
              and d.status not like 'warning\_%'
         )
$$;

create function masterclass.has_full_access(member uuid) returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select exists (
           select from masterclass.payments as p
            where p.user_id = member
              and masterclass.payment_stands(p)
         )
      or exists (
           select from masterclass.access_grants as g
            where g.revoked_at is null
              and (g.expires_at is null or g.expires_at > now())
              and (g.user_id = member
                   or g.email = (select lower(u.email)
                                   from auth.users as u
                                  where u.id = member
                                    and u.email_confirmed_at is not null))
         )
$$;
comment on function masterclass.has_full_access(uuid) is
  'The one answer to who may see everything: lessons, quizzes, cases, AI, media and certificates ask here.';

-- Policies run with the reader's own rights, and a reader may ask only about themselves.
create function masterclass.reader_has_full_access() returns boolean
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(masterclass.has_full_access(auth.uid()), false)
$$;

grant execute on function masterclass.reader_has_full_access() to anon, authenticated;
grant execute on function masterclass.has_full_access(uuid) to masterclass_payments, masterclass_jobs;
grant execute on function masterclass.refunded_minor(masterclass.payments),
                          masterclass.payment_stands(masterclass.payments),
                          masterclass.currency_exponent(text)
   to authenticated, masterclass_payments, masterclass_jobs;

-- The kept cache --------------------------------------------------------------------------------------

-- The lock first, the answer second: each statement of a volatile function sees what has been committed by
-- then, so of two facts that arrive at once the later transaction counts both.
create function masterclass.refresh_role(member uuid) returns void
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform from masterclass.users where id = member for no key update;
  update masterclass.users as u
     set role = answer.role
    from (select case when masterclass.has_full_access(member) then 'paid' else 'free' end as role) as answer
   where u.id = member
     and u.role <> answer.role;
end
$$;
grant execute on function masterclass.refresh_role(uuid) to masterclass_jobs;

create function masterclass.refresh_role_of_payment() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' and old.user_id is not null and (tg_op = 'DELETE' or old.user_id is distinct from new.user_id) then
    perform masterclass.refresh_role(old.user_id);
  end if;
  if tg_op <> 'DELETE' and new.user_id is not null then
    perform masterclass.refresh_role(new.user_id);
  end if;
  return null;
end
$$;

create function masterclass.refresh_role_of_money_back() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  changed text := case when tg_op = 'DELETE' then old.stripe_payment_id else new.stripe_payment_id end;
begin
  perform masterclass.refresh_role(p.user_id)
     from masterclass.payments as p
    where p.stripe_payment_id = changed
      and p.user_id is not null;
  return null;
end
$$;

create function masterclass.refresh_role_of_grant() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  changed masterclass.access_grants;
begin
  if tg_op = 'DELETE' then
    changed := old;
  else
    changed := new;
  end if;
  perform masterclass.refresh_role(u.id)
     from masterclass.users as u
    where u.id = changed.user_id
       or u.email = changed.email;
  return null;
end
$$;

create trigger payments_refresh_role after insert or update or delete on masterclass.payments
  for each row execute function masterclass.refresh_role_of_payment();
create trigger refunds_refresh_role after insert or update or delete on masterclass.refunds
  for each row execute function masterclass.refresh_role_of_money_back();
create trigger disputes_refresh_role after insert or update or delete on masterclass.disputes
  for each row execute function masterclass.refresh_role_of_money_back();
create trigger access_grants_refresh_role after insert or update or delete on masterclass.access_grants
  for each row execute function masterclass.refresh_role_of_grant();

-- A grant to an address counts from the moment that address is confirmed, and follows a change of address.
create function masterclass.refresh_role_of_address() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  perform masterclass.refresh_role(new.id);
  return null;
end
$$;

-- Named to fire after masterclass_make_member and masterclass_follow_email: triggers fire in order of name.
create trigger masterclass_refresh_role after insert or update of email, email_confirmed_at on auth.users
  for each row execute function masterclass.refresh_role_of_address();

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
