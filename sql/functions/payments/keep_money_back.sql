-- Trigger: a payment says of itself what was given back, whether it is disputed, and the day it was paid. Kept from
-- the facts, in the same transaction as each of them; nothing authorises on these columns.
-- Definer: reads refunds and disputes, whoever writes the payment.
create or replace function masterclass.keep_money_back() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
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
revoke execute on function masterclass.keep_money_back() from public;
