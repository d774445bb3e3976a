-- Moves what one member has to another account of the same person: purchases, grants, progress, quizzes, case answers, the
-- written plan and the certificate; whether there was anything. Conversations and the account itself stay. Of progress
-- in both the better counts. Refused (MC409) where it is one account, where the new address is not confirmed, and where
-- both have paid, both have a certificate, or both wait for a bank.
-- Locks in the order of erasing: orders, payments, grants, members.
-- Definer: writes what every domain holds of a member.
create or replace function masterclass.support_move(former uuid, latter uuid) returns boolean
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  refusal text;
  moved   bigint := 0;
  changed bigint;
begin
  perform from masterclass.orders as o where o.user_id in (former, latter) order by o.id for update;
  perform pg_advisory_xact_lock(hashtextextended(p.stripe_payment_id, 6))
     from (select stripe_payment_id from masterclass.payments
            where user_id in (former, latter) and stripe_payment_id is not null
            order by stripe_payment_id) as p;
  refusal := masterclass.hindrance_to_move(former, latter);
  if refusal is not null then
    raise exception using errcode = 'MC409', detail = jsonb_build_object('says', refusal);
  end if;
  moved := masterclass.move_grants(former, latter);
  perform from masterclass.users as u where u.id in (former, latter) order by u.id for no key update;

  update masterclass.orders as o set user_id = latter
   where o.user_id = former
     and not (o.state in ('open', 'processing')
              and exists (select from masterclass.orders as other
                           where other.user_id = latter
                             and other.state in ('open', 'processing')
                             and (other.seats is null) = (o.seats is null)));
  get diagnostics changed = row_count;
  moved := moved + changed;
  update masterclass.payments as p set user_id = latter where p.user_id = former;
  get diagnostics changed = row_count;
  moved := moved + changed + masterclass.move_learning(former, latter);
  perform masterclass.refresh_role(former);
  perform masterclass.refresh_role(latter);
  return moved > 0;
end
$$;
revoke execute on function masterclass.support_move(uuid, uuid) from public;
