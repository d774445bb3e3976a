-- Accepts a payment that waits to be looked at: from now on it counts as what was ordered. Names the payment by its own
-- id, Stripe's id of it or of its session. Returns 'accepted', 'not waiting', or null where there is none.
-- Definer: writes payments, which the operator's role may not.
create or replace function masterclass.settle_review(named text, reason text) returns text
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with asked as (
    select p.id, p.review
      from masterclass.payments as p
     where named in (p.id::text, p.stripe_payment_id, p.checkout_session_id)
  ), accepted as (
    update masterclass.payments as p
       set review = 'accepted', review_note = reason
      from asked
     where p.id = asked.id
       and p.review = 'needed'
    returning p.id
  )
  select case when exists (select from accepted) then 'accepted' else 'not waiting' end from asked
$$;
revoke execute on function masterclass.settle_review(text, text) from public;
grant execute on function masterclass.settle_review(text, text) to masterclass_jobs;
