-- What was sold, by month (UTC), currency, kind ('access', 'pack', 'gift') and promotion code. `kept` is what was paid
-- less what went back or a bank took; `net` is `kept` without the tax in it. Test purchases of a live shop do not count.
-- Definer: reads payments and orders of every member.
create or replace function masterclass.figures_sales() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with sold as (
    select to_char(p.paid_at at time zone 'UTC', 'YYYY-MM') as month,
           p.currency::text as currency,
           case when p.seats is null then 'access' when o.gift then 'gift' else 'pack' end as kind,
           coalesce(p.promotion_code, '') as code,
           coalesce(p.seats, 0) as seats,
           coalesce(p.subtotal_minor, p.amount_minor) as subtotal,
           p.discount_minor as discount,
           p.tax_minor as tax,
           p.amount_minor as paid,
           least(p.refunded_minor, p.amount_minor) as refunded,
           case when p.dispute_state = 'lost' then greatest(p.amount_minor - p.refunded_minor, 0) else 0 end as lost
      from masterclass.payments as p
      left join masterclass.orders as o on o.id = p.order_id
     where p.paid_at is not null
       and (p.livemode or not exists (select from masterclass.shop where live))
  ), kept as (
    select s.*, s.paid - s.refunded - s.lost as kept from sold as s
  ), grouped as (
    select month, currency, kind, code, count(*) as payments, sum(seats) as seats, sum(subtotal) as subtotal_minor,
           sum(discount) as discount_minor, sum(tax) as tax_minor, sum(paid) as paid_minor,
           sum(refunded) as refunded_minor, sum(lost) as lost_minor,
           sum(kept - case when paid > 0 then round(tax::numeric * kept / paid) else 0 end)::bigint as net_minor
      from kept
     group by month, currency, kind, code
  )
  select coalesce(jsonb_agg(to_jsonb(g) order by g.month, g.currency, g.kind, g.code), '[]') from grouped as g
$$;
revoke execute on function masterclass.figures_sales() from public;
