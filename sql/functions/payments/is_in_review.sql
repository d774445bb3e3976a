-- Whether a payment of the member waits for somebody to look at it.
-- Definer: reads payments of any member.
create or replace function masterclass.is_in_review(member uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from masterclass.payments as p
                  where p.user_id = member
                    and masterclass.payment_standing(p) = 'needs_review')
$$;
revoke execute on function masterclass.is_in_review(uuid) from public;
grant execute on function masterclass.is_in_review(uuid) to masterclass_payments;
