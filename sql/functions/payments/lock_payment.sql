-- Trigger: two facts about one payment that arrive at once would each decide without seeing the other. The lock makes
-- the second wait, and because the triggers after it are volatile they then see what the first has committed.
-- Definer: as the triggers beside it, so that the lock does not depend on who writes.
create or replace function masterclass.lock_payment() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.stripe_payment_id is not null then
    perform pg_advisory_xact_lock(hashtextextended(new.stripe_payment_id, 6));
  end if;
  return new;
end
$$;
revoke execute on function masterclass.lock_payment() from public;
