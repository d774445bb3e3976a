-- migrate:up

-- Every cent that Stripe moves is a row that somebody sees: what was paid and is not what was ordered waits for a person
-- to look, a session that was shown is known until it is closed, an event that cannot be read is kept with its reason.

alter table masterclass.orders
  add column recovery_url text,
  add column invoice_url  text,
  drop constraint orders_state_check,
  add constraint orders_state_check
    check (state in ('open', 'processing', 'given up', 'expired', 'failed', 'review', 'paid'));
comment on column masterclass.orders.state is
  'Only ever moves forward (order_rank). review: paid, but not what was ordered. given up: a debit that the member, or we
after thirty days, wait for no longer; when it comes all the same it counts.';
comment on column masterclass.orders.recovery_url is
  'Where an abandoned purchase can be taken up again, as Stripe gave it; for the owner''s reminder.';

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

alter table masterclass.payments
  add column order_id       uuid,
  add column livemode       boolean not null default true,
  add column subtotal_minor bigint,
  add column discount_minor bigint  not null default 0,
  add column tax_minor      bigint  not null default 0,
  add column promotion_id   text,
  add column promotion_code text,
  add column invoice_url    text,
  add column review         text,
  add column review_note    text,
  add column withdrawn_at   timestamptz,
  add column told_twice_at  timestamptz,
  add constraint payments_order_id_fkey foreign key (order_id) references masterclass.orders (id) on delete set null,
  add constraint payments_review_check check (review in ('needed', 'accepted'));
comment on column masterclass.payments.review is
  'needed: paid, and not what was ordered; gives nothing before somebody accepts or refunds it. Null: as ordered.';
comment on column masterclass.payments.withdrawn_at is
  'When a purchase that cost nothing was taken back; one that cost something is refunded instead.';
comment on column masterclass.payments.told_twice_at is
  'When the alert went out that its member has another payment that stands.';
create index payments_order_id_idx on masterclass.payments (order_id);

alter table masterclass.refunds
  add column reason text,
  add column note   text;

alter table masterclass.disputes
  add column case_type    text,
  add column net_minor    bigint  not null default 0,
  add column transactions integer not null default 0;
comment on column masterclass.disputes.net_minor is
  'The sum of Stripe''s balance transactions about it, however many those are: below nothing where the money is gone.';

-- A payment that came back from Stripe after its member was lost gives access to their address, for as long as it stands.
alter table masterclass.access_grants
  add column payment_id uuid,
  add constraint access_grants_payment_id_fkey
    foreign key (payment_id) references masterclass.payments (id) on delete cascade;
create index access_grants_payment_id_idx on masterclass.access_grants (payment_id);

alter table masterclass.webhook_events
  add column reason text,
  drop constraint webhook_events_outcome_check,
  add constraint webhook_events_outcome_check
    check (outcome in ('applied', 'ignored', 'unknown order', 'refused', 'unreadable', 'test mode'));
comment on column masterclass.webhook_events.outcome is
  'refused: paid, but not what was ordered. unknown order: money for a session that no order of ours made. unreadable:
signed, and not what Stripe documents (reason). test mode: in a shop that sells for real.';

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
