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

-- Buying: an order is written before Stripe is asked for anything. For oneself, or a pack of seats for a practice or a
-- residency, which opens nothing for whoever bought it; a gift is a pack of one whose seat is claimed by a link.
create table masterclass.orders (
  id                    uuid        not null default gen_random_uuid(),
  user_id               uuid,
  price_id              text        not null,
  amount_subtotal_minor bigint      not null,
  currency              char(3)     not null,
  livemode              boolean     not null,
  state                 text        not null default 'open',
  attempt               bigint      not null default 1,
  checkout_session_id   text,
  checkout_url          text,
  expires_at            timestamptz,
  checked_at            timestamptz,
  created_at            timestamptz not null default now(),
  updated_at            timestamptz not null default now(),
  recovery_url          text,
  invoice_url           text,
  seats                 integer,
  gift                  boolean     not null default false,
  invoice               jsonb,
  constraint orders_pkey primary key (id),
  constraint orders_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint orders_checkout_session_id_key unique (checkout_session_id),
  constraint orders_amount_subtotal_minor_check check (amount_subtotal_minor >= 0),
  constraint orders_currency_check check (currency ~ '^[a-z]{3}$'),
  constraint orders_state_check
    check (state in ('open', 'processing', 'given up', 'expired', 'failed', 'review', 'paid')),
  constraint orders_seats_check check (seats between 1 and 500)
);
comment on table masterclass.orders is
  'What a member asked to buy, at the price of that moment; a payment must match its order to count.';
comment on column masterclass.orders.attempt is
  'Part of the idempotency key: counted up only when Stripe holds the key for other parameters.';
comment on column masterclass.orders.state is
  'Only ever moves forward (order_rank). review: paid, but not what was ordered. given up: a debit that the member, or we
after thirty days, wait for no longer; when it comes all the same it counts.';
comment on column masterclass.orders.recovery_url is
  'Where an abandoned purchase can be taken up again, as Stripe gave it; for the owner''s reminder.';
comment on column masterclass.orders.seats is 'How many seats; null for one''s own access.';
comment on column masterclass.orders.invoice is 'What the invoice is to name: practice, attention, tax_id.';
-- A member has one order under way for themselves and one for a pack. However often the button is pressed, this is it.
create unique index orders_under_way_key on masterclass.orders (user_id, (seats is null))
  where state in ('open', 'processing');
create index orders_user_id_idx on masterclass.orders (user_id);
create index orders_unsettled_idx on masterclass.orders (checked_at nulls first) where state in ('open', 'processing');

-- Each session that Stripe made for an order, before anybody was sent there: also the one that was not kept.
create table masterclass.order_sessions (
  checkout_session_id text        not null,
  order_id            uuid        not null,
  created_at          timestamptz not null default now(),
  checked_at          timestamptz,
  closed_at           timestamptz,
  constraint order_sessions_pkey primary key (checkout_session_id),
  constraint order_sessions_order_id_fkey foreign key (order_id) references masterclass.orders (id) on delete cascade
);
comment on column masterclass.order_sessions.closed_at is
  'When Stripe first said that nobody can pay there any more; what is null may still be paid.';
create index order_sessions_order_id_idx on masterclass.order_sessions (order_id);
create index order_sessions_open_idx on masterclass.order_sessions (checked_at nulls first) where closed_at is null;

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
  order_id              uuid,
  livemode              boolean     not null default true,
  subtotal_minor        bigint,
  discount_minor        bigint      not null default 0,
  tax_minor             bigint      not null default 0,
  promotion_id          text,
  promotion_code        text,
  invoice_url           text,
  review                text,
  review_note           text,
  withdrawn_at          timestamptz,
  told_twice_at         timestamptz,
  seats                 integer,
  claim_token           text,
  constraint payments_pkey primary key (id),
  constraint payments_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint payments_stripe_payment_id_key unique (stripe_payment_id),
  constraint payments_checkout_session_id_key unique (checkout_session_id),
  constraint payments_amount_minor_check check (amount_minor >= 0),
  constraint payments_charge_refunded_minor_check check (charge_refunded_minor >= 0),
  constraint payments_refunded_minor_check check (refunded_minor >= 0),
  constraint payments_dispute_state_check check (dispute_state in ('open', 'won', 'lost')),
  constraint payments_currency_check check (currency ~ '^[a-z]{3}$'),
  constraint payments_order_id_fkey foreign key (order_id) references masterclass.orders (id) on delete set null,
  constraint payments_review_check check (review in ('needed', 'accepted')),
  constraint payments_claim_token_key unique (claim_token)
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
comment on column masterclass.payments.review is
  'needed: paid, and not what was ordered; gives nothing before somebody accepts or refunds it. Null: as ordered.';
comment on column masterclass.payments.withdrawn_at is
  'When a purchase that cost nothing was taken back; one that cost something is refunded instead.';
comment on column masterclass.payments.told_twice_at is
  'When the alert went out that its member has another payment that stands.';
comment on column masterclass.payments.seats is 'The size of the pack that was bought; null for one''s own access.';
comment on column masterclass.payments.claim_token is 'Of a gift: who has it may take the seat, once.';
create index payments_user_id_idx on masterclass.payments (user_id);
create index payments_order_id_idx on masterclass.payments (order_id);

-- A refund or dispute can be heard of before its payment, so both name Stripe's id and have no foreign key.
create table masterclass.refunds (
  stripe_refund_id  text        not null,
  stripe_payment_id text        not null,
  amount_minor      bigint      not null,
  status            text        not null,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  reason            text,
  note              text,
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
  case_type         text,
  net_minor         bigint      not null default 0,
  transactions      integer     not null default 0,
  due_by            timestamptz,
  constraint disputes_pkey primary key (stripe_dispute_id)
);
comment on column masterclass.disputes.status is
  'Stripe''s word. Inquiries (warning_…) take no money and close nothing. prevented: see dispute_took.';
comment on column masterclass.disputes.net_minor is
  'The sum of Stripe''s balance transactions about it, however many those are: below nothing where the money is gone.';
comment on column masterclass.disputes.due_by is 'Until when Stripe takes evidence; null where it did not say.';
create index disputes_stripe_payment_id_idx on masterclass.disputes (stripe_payment_id);

-- Complimentary access, to a member or to an address before its owner has signed up; a seat of a pack, which hangs on the
-- payment of whoever bought it; and a payment that came back from Stripe after its member was lost, for their address.
create table masterclass.access_grants (
  id         uuid        not null default gen_random_uuid(),
  user_id    uuid,
  email      text,
  reason     text        not null,
  granted_by text        not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  created_at timestamptz not null default now(),
  payment_id uuid,
  constraint access_grants_pkey primary key (id),
  constraint access_grants_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete cascade,
  constraint access_grants_someone_check check (user_id is not null or email is not null),
  constraint access_grants_email_lower_check check (email = lower(email)),
  constraint access_grants_reason_check check (char_length(reason) between 1 and 500),
  constraint access_grants_payment_id_fkey foreign key (payment_id) references masterclass.payments (id) on delete cascade
);
create index access_grants_payment_id_idx on masterclass.access_grants (payment_id);
-- Nobody has two seats of one pack.
create unique index access_grants_seat_key on masterclass.access_grants (payment_id, email) where revoked_at is null;
create index access_grants_user_id_idx on masterclass.access_grants (user_id);
create index access_grants_email_idx on masterclass.access_grants (email);

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
