-- How a payment stands, in a word: 'unpaid', 'paid', 'needs_review', 'partly_refunded', 'refunded', 'disputed', 'lost'.
-- Access, roles, the member's list of payments and the sentences about them all read this one word; a lost dispute is
-- worse than an open one, either is said before what was refunded, and that before what somebody has still to look at.
-- What cost nothing cannot be refunded: where it was withdrawn it stands like what was.
-- Definer: reads refunds and disputes, which readers may not.
create or replace function masterclass.payment_standing(payment masterclass.payments) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
           when payment.paid_at is null then 'unpaid'
           when disputes.state = 'lost' then 'lost'
           when disputes.state = 'open' then 'disputed'
           when payment.withdrawn_at is not null then 'refunded'
           when payment.amount_minor > 0 and money_back.minor >= payment.amount_minor then 'refunded'
           when payment.review = 'needed' then 'needs_review'
           when money_back.minor > 0 then 'partly_refunded'
           else 'paid'
         end
    -- Hardly any payment is disputed: to see that there is nothing costs less than to ask what it comes to.
    from (select case when exists (select from masterclass.disputes as d
                                    where d.stripe_payment_id = payment.stripe_payment_id)
                      then masterclass.dispute_state(payment.stripe_payment_id)
                 end as state) as disputes,
         (select masterclass.refunded_minor(payment) as minor) as money_back
$$;
revoke execute on function masterclass.payment_standing(masterclass.payments) from public;
