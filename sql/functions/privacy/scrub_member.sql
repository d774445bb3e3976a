-- Trigger: what holds the person without naming them goes when their member row goes. Erasing is deleting the person
-- where Supabase Auth keeps them: sessions, identities and the member row go with it, and with the member row every
-- table that names a member. What must be kept (payments) is cut loose by its foreign key. So erasing someone from
-- Supabase's dashboard does the same: its own traces without a foreign key go here too, and its trail also names whom
-- an administrator invited, helped or deleted.
--
-- Sweeping takes a reservation before its message; erasing would take them the other way round, so the reservations
-- go first, and the member's own count with them, of which only a number under a digest of the address outlives the day
-- (keep_limits): nothing that is written there may stand in the way of leaving. What
-- the provider is doing for an erased member is paid all the same: nobody can settle it any more, so the day is
-- charged what was reserved.
-- Definer: writes every table that holds something of the member, and Supabase Auth's traces.
create or replace function masterclass.scrub_member() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  ended record;
begin
  perform from masterclass.ai_reservations where user_id = old.id order by message_id for update;
  perform masterclass.keep_limits(old.id, old.email);
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
  -- That something was done for them stays, not what was said of them.
  update masterclass.audit
     set reason = 'erased with the member', detail = '{}', email = null
   where user_id = old.id
      or email = old.email;
  update masterclass.orders
     set checkout_url = null, recovery_url = null, invoice_url = null, invoice = null
   where user_id = old.id;
  return old;
end
$$;
revoke execute on function masterclass.scrub_member() from public;
