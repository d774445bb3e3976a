-- What the disputes of a payment come to, the worst that stands: 'lost', 'open', 'won', or null where there was none.
-- Inquiries (warning_…) take no money and count for nothing; a status that Stripe may invent counts as open.
-- Definer: reads disputes, which readers may not.
create or replace function masterclass.dispute_state(payment_id text) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
           when bool_or(masterclass.dispute_took(d)) then 'lost'
           when bool_or(d.status not in ('won', 'lost', 'prevented')) then 'open'
           when count(*) > 0 then 'won'
         end
    from masterclass.disputes as d
   where d.stripe_payment_id = payment_id
     and d.status not like 'warning\_%'
$$;
revoke execute on function masterclass.dispute_state(text) from public;
