-- Whether a refund gives money back: it does from the moment it is asked for, until it fails or is canceled.
create or replace function masterclass.refund_counts(status text) returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select status not in ('failed', 'canceled')
$$;
revoke execute on function masterclass.refund_counts(text) from public;
