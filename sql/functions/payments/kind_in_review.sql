-- Whether a payment of the member waits for somebody to look at it: one for themselves, or one for a pack of seats.
-- Definer: reads payments of any member.
create or replace function masterclass.kind_in_review(member uuid, of_pack boolean) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (select from masterclass.payments as p
                  where p.user_id = member
                    and (p.seats is not null) = of_pack
                    and masterclass.payment_standing(p) = 'needs_review')
$$;
revoke execute on function masterclass.kind_in_review(uuid, boolean) from public;
grant execute on function masterclass.kind_in_review(uuid, boolean) to masterclass_payments;
