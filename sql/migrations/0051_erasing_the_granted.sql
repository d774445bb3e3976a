-- migrate:up

-- Whoever had access by a grant to their address could not be erased: withdrawing the grant refreshes the role, and
-- so changed the very row that was about to go, which Postgres refuses. The grants go once the row is gone.

-- As in 0043, without the grants.
create or replace function masterclass.scrub_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
declare
  ended record;
begin
  perform from masterclass.ai_reservations where user_id = old.id order by message_id for update;
  delete from masterclass.ai_usage where user_id = old.id;
  -- A loop, because the trigger that gives a reservation back runs before the first turn of it.
  for ended in
    delete from masterclass.ai_reservations where user_id = old.id returning day, cost_microusd
  loop
    update masterclass.ai_spend
       set settled_microusd = settled_microusd + ended.cost_microusd
     where day = ended.day;
  end loop;
  delete from auth.flow_state where user_id = old.id;
  delete from auth.audit_log_entries as a
   where a.payload ->> 'actor_id' = old.id::text
      or a.payload -> 'traits' ->> 'user_id' = old.id::text;
  update masterclass.charges as c
     set receipt_url = null
    from masterclass.payments as p
   where p.stripe_payment_id = c.stripe_payment_id
     and p.user_id = old.id;
  update masterclass.orders set checkout_url = null where user_id = old.id;
  return old;
end
$$;

create function masterclass.forget_grants_of_member() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  delete from masterclass.access_grants where email = old.email;
  return null;
end
$$;
create trigger users_forget_grants after delete on masterclass.users
  for each row execute function masterclass.forget_grants_of_member();

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
