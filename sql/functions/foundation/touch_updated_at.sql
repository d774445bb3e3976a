-- Trigger: a changed row says when.
create or replace function masterclass.touch_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
revoke execute on function masterclass.touch_updated_at() from public;
