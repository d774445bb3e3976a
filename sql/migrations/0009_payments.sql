-- migrate:up

-- Stripe's events are recorded once each, and what they say is kept as facts that commute. Whichever of two facts arrives
-- first, the rows end up the same.

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
  reason       text,
  constraint webhook_events_pkey primary key (source, id),
  constraint webhook_events_outcome_check
    check (outcome in ('applied', 'ignored', 'unknown order', 'refused', 'unreadable', 'test mode'))
);
comment on column masterclass.webhook_events.outcome is
  'refused: paid, but not what was ordered. unknown order: money for a session that no order of ours made. unreadable:
signed, and not what Stripe documents (reason). test mode: in a shop that sells for real.';
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

-- One row: whether this shop has begun to sell for real. From then on what was bought in test mode counts no more.
create table masterclass.shop (
  only_row boolean not null default true,
  live     boolean not null default false,
  constraint shop_pkey primary key (only_row),
  constraint shop_only_row_check check (only_row)
);
insert into masterclass.shop default values;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
