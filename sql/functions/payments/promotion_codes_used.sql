-- What each promotion code has brought: uses, the discount given, and what was paid and kept. One whose words are not
-- known yet is named by Stripe's id.
-- Definer: reads every payment.
create or replace function masterclass.promotion_codes_used()
returns table (code text, currency text, uses bigint, discount_minor bigint, revenue_minor bigint)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(p.promotion_code, p.promotion_id), p.currency::text, count(*), sum(p.discount_minor)::bigint,
         sum(p.amount_minor - masterclass.refunded_minor(p))::bigint
    from masterclass.payments as p
   where p.promotion_id is not null
     and (p.livemode or not exists (select from masterclass.shop where live))
   group by 1, 2
   order by 3 desc, 1
$$;
revoke execute on function masterclass.promotion_codes_used() from public;
grant execute on function masterclass.promotion_codes_used() to masterclass_jobs;
