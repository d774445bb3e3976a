-- Why what one member has cannot be moved to another, in a sentence; null where it can.
-- Definer: reads payments, orders, certificates and auth.users of both.
create or replace function masterclass.hindrance_to_move(former uuid, latter uuid) returns text
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case
           when former = latter then 'Both addresses are of one account.'
           when not exists (select from auth.users as a where a.id = latter and a.email_confirmed_at is not null)
             then 'The new address is not confirmed yet.'
           when (select count(distinct p.user_id) = 2
                   from masterclass.payments as p
                  where p.user_id in (former, latter) and p.seats is null and masterclass.payment_stands(p))
             then 'Both have paid: refund one of the two first.'
           when (select count(*) = 2 from masterclass.certificates as c where c.user_id in (former, latter))
             then 'Both have a certificate.'
           when (select count(distinct o.user_id) = 2
                   from masterclass.orders as o
                  where o.user_id in (former, latter) and o.state = 'processing')
             then 'Both wait for a bank to pay: try again when one of the two has.'
         end
$$;
revoke execute on function masterclass.hindrance_to_move(uuid, uuid) from public;
