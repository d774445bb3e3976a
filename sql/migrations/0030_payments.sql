-- migrate:up

-- Buying: an order is written before Stripe is asked for anything, Stripe's events are recorded once each, and
-- what they say is kept as facts that commute. Whichever of two facts arrives first, the rows end up the same.

-- Orders ----------------------------------------------------------------------------------------------

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

create function masterclass.order_rank(state text) returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case state when 'open' then 0 when 'processing' then 1 when 'expired' then 2 when 'failed' then 2
                    when 'refused' then 3 when 'paid' then 4 end
$$;

-- Events ----------------------------------------------------------------------------------------------

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

-- Charges ---------------------------------------------------------------------------------------------

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

call masterclass.protect('masterclass.orders');
call masterclass.protect('masterclass.webhook_events');
call masterclass.protect('masterclass.charges');

create policy members_read_their_orders on masterclass.orders
  for select to authenticated using (user_id = (select auth.uid()));
grant select (id, user_id, state, amount_subtotal_minor, currency, checkout_session_id, created_at)
   on masterclass.orders to authenticated;

create policy payments_writer_works on masterclass.orders
  for all to masterclass_payments using (true) with check (true);
create policy payments_writer_works on masterclass.webhook_events
  for all to masterclass_payments using (true) with check (true);
create policy payments_writer_works on masterclass.charges
  for all to masterclass_payments using (true) with check (true);
grant select, insert, update on masterclass.orders, masterclass.webhook_events, masterclass.charges
   to masterclass_payments;

-- Which of two facts stands ---------------------------------------------------------------------------

-- The later stage wins, whatever the order of arrival: a refund can still fail after it succeeded.
create function masterclass.refund_rank(status text) returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case status when 'pending' then 0 when 'requires_action' then 1 when 'succeeded' then 2 else 3 end
$$;

-- An inquiry can become a dispute, a lost dispute can be appealed and then won; nothing follows a won one. A
-- status that Stripe may invent counts as an open dispute.
create function masterclass.dispute_rank(status text) returns integer
language sql
immutable
parallel safe
set search_path = ''
as $$
  select case status
           when 'warning_needs_response' then 0
           when 'warning_under_review' then 1
           when 'warning_closed' then 2
           when 'needs_response' then 4
           when 'under_review' then 5
           when 'lost' then 6
           when 'appeal_needs_response' then 7
           when 'appeal_under_review' then 8
           when 'prevented' then 9
           when 'won' then 10
           else 3
         end
$$;
grant execute on function masterclass.order_rank(text), masterclass.refund_rank(text), masterclass.dispute_rank(text)
   to masterclass_payments;

-- Facts of one payment take turns -----------------------------------------------------------------------

-- Two facts about one payment that arrive at once would each decide without seeing the other. The lock makes
-- the second wait, and because the triggers below are volatile they then see what the first has committed.
create function masterclass.take_turn() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.stripe_payment_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(new.stripe_payment_id, 6));
  end if;
  return new;
end
$$;

create trigger refunds_take_turn before insert or update on masterclass.refunds
  for each row execute function masterclass.take_turn();
create trigger disputes_take_turn before insert or update on masterclass.disputes
  for each row execute function masterclass.take_turn();
create trigger charges_take_turn before insert or update on masterclass.charges
  for each row execute function masterclass.take_turn();

-- A payment starts out with what its charges have said before it was known, and hears what they say after.
create function masterclass.hear_earlier_charges() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  if new.stripe_payment_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(new.stripe_payment_id, 6));
    select greatest(new.charge_refunded_minor, max(c.refunded_minor)), coalesce(new.receipt_url, max(c.receipt_url))
      into new.charge_refunded_minor, new.receipt_url
      from masterclass.charges as c
     where c.stripe_payment_id = new.stripe_payment_id;
  end if;
  return new;
end
$$;
create trigger payments_hear_earlier_charges before insert or update of stripe_payment_id on masterclass.payments
  for each row execute function masterclass.hear_earlier_charges();

create function masterclass.tell_payment_of_charge() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.payments as p
     set charge_refunded_minor = greatest(p.charge_refunded_minor, new.refunded_minor),
         receipt_url           = coalesce(p.receipt_url, new.receipt_url)
   where p.stripe_payment_id = new.stripe_payment_id
     and (p.charge_refunded_minor < new.refunded_minor or (p.receipt_url is null and new.receipt_url is not null));
  return null;
end
$$;
create trigger charges_tell_payment after insert or update on masterclass.charges
  for each row execute function masterclass.tell_payment_of_charge();

-- What the member is shown ------------------------------------------------------------------------------

-- In a word: paid, partially_refunded, refunded, disputed, dispute_lost.
create function masterclass.payment_state(payment masterclass.payments) returns text
language sql
stable
security definer
set search_path = ''
as $$
  select case
           when d.lost then 'dispute_lost'
           when d.disputed then 'disputed'
           when payment.amount_minor > 0 and masterclass.refunded_minor(payment) >= payment.amount_minor then 'refunded'
           when masterclass.refunded_minor(payment) > 0 then 'partially_refunded'
           else 'paid'
         end
    from (select coalesce(bool_or(status = 'lost'), false) as lost,
                 coalesce(bool_or(status not in ('won', 'prevented') and status not like 'warning\_%'), false) as disputed
            from masterclass.disputes
           where stripe_payment_id = payment.stripe_payment_id) as d
$$;
grant execute on function masterclass.payment_state(masterclass.payments) to masterclass_payments, masterclass_jobs;

create function masterclass.money(amount_minor bigint, currency text) returns text
language sql
immutable
set search_path = ''
as $$
  select round(amount_minor / (10::numeric ^ masterclass.currency_exponent(currency)),
               masterclass.currency_exponent(currency))::text
$$;

-- Payments that were made, and those that the bank has still to answer for.
create function masterclass.reader_payments() returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'id', l.id, 'amount', masterclass.money(l.amount_minor, l.currency), 'amount_minor', l.amount_minor,
           'currency', l.currency, 'refunded_minor', l.refunded_minor, 'payment_date', l.paid_at, 'state', l.state,
           'receipt_url', l.receipt_url) order by coalesce(l.paid_at, l.created_at) desc, l.id), '[]')
    from (select p.id, p.amount_minor, p.currency::text, masterclass.refunded_minor(p) as refunded_minor, p.paid_at,
                 masterclass.payment_state(p) as state, p.receipt_url, p.created_at
            from masterclass.payments as p
           where p.user_id = auth.uid()
             and p.paid_at is not null
           union all
          select o.id, o.amount_subtotal_minor, o.currency::text, 0, null, o.state, null, o.created_at
            from masterclass.orders as o
           where o.user_id = auth.uid()
             and o.state = 'processing') as l
$$;
grant execute on function masterclass.reader_payments() to authenticated;

-- Taking it along: what else is held of a member's purchases.
create function masterclass.export_orders(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(to_jsonb(o) - 'user_id' - 'checkout_url' order by o.created_at), '[]')
    from masterclass.orders as o
   where o.user_id = member
$$;

-- Reconciliation ----------------------------------------------------------------------------------------

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
call masterclass.protect('masterclass.reconciliation');
create policy payments_writer_works on masterclass.reconciliation
  for all to masterclass_payments using (true) with check (true);
grant select, insert, update on masterclass.reconciliation to masterclass_payments;
insert into masterclass.reconciliation default values;

-- Complimentary access ----------------------------------------------------------------------------------

-- The operator's command line acts as the jobs role: it may grant and withdraw, and find whom an address is.
create policy jobs_grant_access on masterclass.access_grants
  for all to masterclass_jobs using (true) with check (true);
grant select, insert, update on masterclass.access_grants to masterclass_jobs;

create function masterclass.member_of(address text) returns uuid
language sql
stable
security definer
set search_path = ''
as $$
  select u.id from masterclass.users as u where u.email = lower(address)
$$;
grant execute on function masterclass.member_of(text) to masterclass_jobs;

create function masterclass.access_why(address text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(
           (select jsonb_build_object('known', true, 'full', masterclass.has_full_access(u.id),
                                      'because', to_jsonb(masterclass.access_because(u.id)))
              from masterclass.users as u
             where u.email = lower(address)),
           jsonb_build_object('known', false, 'full', false, 'waiting', exists (
             select from masterclass.access_grants as g
              where g.email = lower(address)
                and g.revoked_at is null
                and (g.expires_at is null or g.expires_at > now()))))
$$;
grant execute on function masterclass.access_why(text) to masterclass_jobs;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
