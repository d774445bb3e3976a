-- Takes note of every payment whose member has another that stands, and returns those that were not yet told of. A refund
-- that fails makes two payments of one without any of them being new.
-- Definer: reads and writes payments of any member.
create or replace function masterclass.alert_second_payments() returns setof uuid
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update masterclass.payments as p
     set told_twice_at = now()
   where p.told_twice_at is null
     and p.seats is null
     and p.user_id in (select several.user_id
                         from masterclass.payments as several
                        where several.user_id is not null
                          and several.seats is null
                        group by several.user_id
                       having count(*) > 1)
     and masterclass.payment_stands(p)
     and masterclass.payments_standing(p.user_id) > 1
  returning p.id
$$;
revoke execute on function masterclass.alert_second_payments() from public;
grant execute on function masterclass.alert_second_payments() to masterclass_payments;
