-- Whether the reader may open a module.
create or replace function masterclass.may_open(module uuid) returns boolean
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select module in (select masterclass.open_modules())
$$;
revoke execute on function masterclass.may_open(uuid) from public;
grant execute on function masterclass.may_open(uuid) to authenticated;
