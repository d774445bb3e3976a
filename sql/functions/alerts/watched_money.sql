-- Money that wants somebody: payments that wait to be looked at, second payments that stand, and disputes that want an
-- answer within a week, each by its id, the newest twenty. Of a dispute whose deadline Stripe did not say, a week is all.
-- Definer: reads payments and disputes of anybody.
create or replace function masterclass.watched_money() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with waiting as (
    select coalesce(p.stripe_payment_id, p.checkout_session_id, p.id::text) as id
      from masterclass.payments as p
     where p.review = 'needed'
       and masterclass.payment_standing(p) = 'needs_review'
     order by p.created_at desc
     limit 20
  ), second as (
    select p.id::text as id
      from masterclass.payments as p
     where p.told_twice_at is not null
       and p.seats is null
       and p.user_id is not null
       and masterclass.payment_stands(p)
       and masterclass.payments_standing(p.user_id) > 1
     order by p.created_at desc
     limit 20
  ), due as (
    select d.stripe_dispute_id as id, coalesce(d.due_by, d.created_at + interval '7 days') as due_by
      from masterclass.disputes as d
     where d.status in ('needs_response', 'warning_needs_response')
       and coalesce(d.due_by, d.created_at + interval '7 days') <= now() + interval '7 days'
     order by 2
     limit 20
  )
  select jsonb_build_object(
           'needs_review', (select coalesce(jsonb_agg(id), '[]') from waiting),
           'second', (select coalesce(jsonb_agg(id), '[]') from second),
           'disputes', (select coalesce(jsonb_agg(id), '[]') from due),
           'dispute_hours', (select extract(epoch from min(due_by) - now()) / 3600 from due))
$$;
revoke execute on function masterclass.watched_money() from public;
