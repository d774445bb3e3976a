-- migrate:up

-- Who has full access, as a fact of the database. Stripe delivers events late, twice and in any order, so what is stored
-- are facts that commute: a payment was paid, a refund has this status, a dispute has that one. Access is computed from
-- all of them, and no order of arrival can make it wrong.

-- Here and not in sql/functions, because a stored column needs it.
-- Stripe's minor units: yen have none, dinars have three digits (docs.stripe.com/currencies).
create function masterclass.currency_exponent(currency text) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
           when currency in ('bif', 'clp', 'djf', 'gnf', 'jpy', 'kmf', 'krw', 'mga',
                             'pyg', 'rwf', 'vnd', 'vuv', 'xaf', 'xof', 'xpf') then 0
           when currency in ('bhd', 'jod', 'kwd', 'omr', 'tnd') then 3
           else 2
         end
$$;
grant execute on function masterclass.currency_exponent(text) to authenticated, masterclass_payments, masterclass_jobs;

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
  refunded_minor        bigint      not null default 0,
  dispute_state         text,
  payment_date          date,
  constraint payments_pkey primary key (id),
  constraint payments_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint payments_stripe_payment_id_key unique (stripe_payment_id),
  constraint payments_checkout_session_id_key unique (checkout_session_id),
  constraint payments_amount_minor_check check (amount_minor >= 0),
  constraint payments_charge_refunded_minor_check check (charge_refunded_minor >= 0),
  constraint payments_refunded_minor_check check (refunded_minor >= 0),
  constraint payments_dispute_state_check check (dispute_state in ('open', 'won', 'lost')),
  constraint payments_currency_check check (currency ~ '^[a-z]{3}$')
);
comment on table masterclass.payments is
  'One row per purchase. Survives its member as a bare record: user_id becomes null when the account is erased.';
comment on column masterclass.payments.stripe_payment_id is
  'The payment intent (pi_…); null when a 100 % discount left nothing to pay.';
comment on column masterclass.payments.charge_refunded_minor is
  'The highest refunded total the charge itself ever reported, for refunds whose own events never came.';
comment on column masterclass.payments.payment_date is 'The day it was paid, in UTC.';
comment on column masterclass.payments.dispute_state is
  'The worst that stands: lost, open, won; null when there was no dispute, or only an inquiry.';
create index payments_user_id_idx on masterclass.payments (user_id);
comment on column masterclass.payments.payment_date is 'The day it was paid, in UTC.';
comment on column masterclass.payments.dispute_state is
  'The worst that stands: lost, open, won; null when there was no dispute, or only an inquiry.';

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

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
