-- Erases a member. Stripe's facts and the operator's grants take an order, a payment's turn or a grant first, and the
-- member row last, for its role. Erasing takes them in the same order.
-- Definer: deletes from auth.users, which only the owner may.
create or replace function masterclass.erase_member(member uuid) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform from masterclass.orders where user_id = member order by id for update;
  perform pg_advisory_xact_lock(hashtextextended(p.stripe_payment_id, 6))
     from (select stripe_payment_id from masterclass.payments
            where user_id = member and stripe_payment_id is not null
            order by stripe_payment_id) as p;
  perform from masterclass.access_grants as g
     join masterclass.users as u on u.id = member
    where g.user_id = member or g.email = u.email
    order by g.id
      for update of g;
  delete from auth.users where id = member;
end
$$;
revoke execute on function masterclass.erase_member(uuid) from public;
