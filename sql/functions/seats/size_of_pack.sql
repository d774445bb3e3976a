-- How many seats a payment bought; null for one's own access.
-- Definer: reads any payment.
create or replace function masterclass.size_of_pack(payment uuid) returns integer
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select p.seats from masterclass.payments as p where p.id = payment
$$;
revoke execute on function masterclass.size_of_pack(uuid) from public;
grant execute on function masterclass.size_of_pack(uuid) to masterclass_jobs;
