-- What went back and why, by month of the refund (UTC), currency and Stripe's word for the reason ('' where none was
-- said); what a bank took after a dispute stands as 'dispute_lost'. Refunds that failed do not count.
-- Definer: reads payments, refunds and disputes of every member.
create or replace function masterclass.figures_refunds() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with counted as (
    select p.*
      from masterclass.payments as p
     where p.paid_at is not null
       and (p.livemode or not exists (select from masterclass.shop where live))
  ), back as (
    select to_char(r.created_at at time zone 'UTC', 'YYYY-MM') as month, p.currency::text as currency,
           coalesce(r.reason, '') as reason, r.amount_minor as amount
      from masterclass.refunds as r
      join counted as p using (stripe_payment_id)
     where masterclass.refund_counts(r.status)
     union all
    select to_char(coalesce(lost.at, p.paid_at) at time zone 'UTC', 'YYYY-MM'), p.currency::text, 'dispute_lost',
           greatest(p.amount_minor - p.refunded_minor, 0)
      from counted as p
     cross join lateral (select max(d.updated_at) as at from masterclass.disputes as d
                          where d.stripe_payment_id = p.stripe_payment_id) as lost
     where p.dispute_state = 'lost'
  ), grouped as (
    select month, currency, reason, count(*) as refunds, sum(amount)::bigint as amount_minor
      from back
     group by month, currency, reason
  )
  select coalesce(jsonb_agg(to_jsonb(g) order by g.month, g.currency, g.reason), '[]') from grouped as g
$$;
revoke execute on function masterclass.figures_refunds() from public;
