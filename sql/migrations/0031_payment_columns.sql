-- migrate:up

-- A payment says of itself what was given back and whether it is disputed, in the words of the course's contract.
-- The columns
-- are kept from the facts of 0002, in the same transaction as each of them; nothing authorises on them.

alter table masterclass.payments
  add column refunded_minor bigint not null default 0
    constraint payments_refunded_minor_check check (refunded_minor >= 0),
  add column dispute_state  text
    constraint payments_dispute_state_check check (dispute_state in ('open', 'won', 'lost')),
  add column payment_date   date;
comment on column masterclass.payments.payment_date is 'The day it was paid, in UTC.';
comment on column masterclass.payments.dispute_state is
  'The worst that stands: lost, open, won; null when there was no dispute, or only an inquiry.';
grant select (refunded_minor, dispute_state, payment_date) on masterclass.payments to authenticated;

-- Named to fire after payments_hear_earlier_charges: triggers fire in order of name.
create function masterclass.keep_money_back() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  new.payment_date   := (new.paid_at at time zone 'UTC')::date;
  new.refunded_minor := greatest(masterclass.refunded_minor(new), 0);
  select case
           when bool_or(d.status = 'lost') then 'lost'
           when bool_or(d.status not in ('won', 'prevented')) then 'open'
           when bool_or(true) then 'won'
         end
    into new.dispute_state
    from masterclass.disputes as d
   where d.stripe_payment_id = new.stripe_payment_id
     and d.status not like 'warning\_%';
  return new;
end
$$;
create trigger payments_keep_money_back before insert or update on masterclass.payments
  for each row execute function masterclass.keep_money_back();

-- A refund or a dispute touches its payment, which then works out its columns and its member's role.
create or replace function masterclass.refresh_role_of_money_back() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.payments
     set refunded_minor = refunded_minor
   where stripe_payment_id = case when tg_op = 'DELETE' then old.stripe_payment_id else new.stripe_payment_id end;
  return null;
end
$$;

update masterclass.payments set refunded_minor = refunded_minor;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
