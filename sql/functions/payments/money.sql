-- An amount as people write it: minor units moved behind the point, as many digits as the currency has.
create or replace function masterclass.money(amount_minor bigint, currency text) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select round(amount_minor / (10::numeric ^ masterclass.currency_exponent(currency)),
               masterclass.currency_exponent(currency))::text
$$;
revoke execute on function masterclass.money(bigint, text) from public;
