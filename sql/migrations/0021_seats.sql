-- migrate:up

-- A practice or a residency buys seats: one payment, and grants that hang on it, each to an address. A gift is a pack of
-- one whose seat is claimed by a link. A pack opens nothing for whoever bought it.

alter table masterclass.course
  add column seat_tiers jsonb not null default '[]';
comment on column masterclass.course.seat_tiers is
  'What a seat costs from how many on: [{"from": 2, "amount_minor": 44900}, …], in the course''s currency.';

alter table masterclass.orders
  add column seats   integer,
  add column gift    boolean not null default false,
  add column invoice jsonb,
  add constraint orders_seats_check check (seats between 1 and 500);
comment on column masterclass.orders.seats is 'How many seats; null for one''s own access.';
comment on column masterclass.orders.invoice is 'What the invoice is to name: practice, attention, tax_id.';
-- One order under way for oneself, and one for a pack.
drop index masterclass.orders_under_way_key;
create unique index orders_under_way_key on masterclass.orders (user_id, (seats is null))
  where state in ('open', 'processing');

alter table masterclass.payments
  add column seats       integer,
  add column claim_token text,
  add constraint payments_claim_token_key unique (claim_token);
comment on column masterclass.payments.seats is 'The size of the pack that was bought; null for one''s own access.';
comment on column masterclass.payments.claim_token is 'Of a gift: who has it may take the seat, once.';
-- Nobody has two seats of one pack.
create unique index access_grants_seat_key on masterclass.access_grants (payment_id, email) where revoked_at is null;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
