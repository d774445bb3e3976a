-- migrate:up

-- Buying: an order is written before Stripe is asked for anything, Stripe's events are recorded once each, and what they
-- say is kept as facts that commute. Whichever of two facts arrives first, the rows end up the same.

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
  constraint orders_pkey primary key (id),
  constraint orders_user_id_fkey foreign key (user_id) references masterclass.users (id) on delete set null,
  constraint orders_checkout_session_id_key unique (checkout_session_id),
  constraint orders_amount_subtotal_minor_check check (amount_subtotal_minor >= 0),
  constraint orders_currency_check check (currency ~ '^[a-z]{3}$'),
  constraint orders_state_check check (state in ('open', 'processing', 'failed', 'expired', 'refused', 'paid'))
);
comment on table masterclass.orders is
  'What a member asked to buy, at the price of that moment; a payment must match its order to count.';
comment on column masterclass.orders.attempt is
  'Part of the idempotency key: counted up only when Stripe holds the key for other parameters.';
comment on column masterclass.orders.state is
  'Only ever moves forward (order_rank). refused: paid, but not what was ordered; grants nothing.';
-- A member has one order under way. However often the button is pressed, this is the one.
create unique index orders_under_way_key on masterclass.orders (user_id) where state in ('open', 'processing');
create index orders_user_id_idx on masterclass.orders (user_id);
create index orders_unsettled_idx on masterclass.orders (checked_at nulls first) where state in ('open', 'processing');

-- Of an event only what is needed to know it again: its payload names a person and stays with Stripe.
create table masterclass.webhook_events (
  source       text        not null,
  id           text        not null,
  type         text        not null,
  object_id    text,
  told_at      timestamptz,
  received_at  timestamptz not null default now(),
  processed_at timestamptz,
  outcome      text        not null,
  constraint webhook_events_pkey primary key (source, id),
  constraint webhook_events_outcome_check check (outcome in ('applied', 'ignored', 'unknown order', 'refused'))
);
comment on column masterclass.webhook_events.outcome is
  'refused: paid, but not what was ordered. unknown order: a session that no order of ours made.';
create index webhook_events_received_at_idx on masterclass.webhook_events (received_at);

-- What a charge says of itself. Like refunds and disputes it may be heard of before its payment.
create table masterclass.charges (
  stripe_charge_id  text        not null,
  stripe_payment_id text        not null,
  refunded_minor    bigint      not null default 0,
  receipt_url       text,
  created_at        timestamptz not null default now(),
  updated_at        timestamptz not null default now(),
  constraint charges_pkey primary key (stripe_charge_id),
  constraint charges_refunded_minor_check check (refunded_minor >= 0)
);
comment on column masterclass.charges.refunded_minor is 'The highest refunded total that the charge ever reported.';
create index charges_stripe_payment_id_idx on masterclass.charges (stripe_payment_id);

-- One row: how far the comparison with Stripe has come. A run that runs out of time leaves its place here.
create table masterclass.reconciliation (
  only_row    boolean     not null default true,
  since       timestamptz not null default now() - interval '30 days',
  until       timestamptz,
  after_event text,
  updated_at  timestamptz not null default now(),
  constraint reconciliation_pkey primary key (only_row),
  constraint reconciliation_only_row_check check (only_row)
);
comment on table masterclass.reconciliation is
  'Events from `since` on are still to be compared; with `until`, a window is half done, down to `after_event`.';
insert into masterclass.reconciliation default values;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
