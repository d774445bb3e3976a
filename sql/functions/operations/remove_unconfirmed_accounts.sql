-- Removes accounts whose address nobody confirmed within a day of the last mail: whoever owns it can begin anew, and no
-- password that a stranger chose waits there. At most `most`; returns how many. They are no members who were erased: the
-- backups' store is not told of them.
-- Definer: deletes from auth.users, which only the owner may.
create or replace function masterclass.remove_unconfirmed_accounts(most integer) returns integer
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  gone uuid[];
begin
  with removed as (
    delete from auth.users
     where id in (select a.id
                    from auth.users as a
                   where a.email_confirmed_at is null
                     and a.phone_confirmed_at is null
                     and a.last_sign_in_at is null
                     and not a.is_anonymous
                     and not a.is_sso_user
                     and greatest(a.created_at, a.confirmation_sent_at, a.invited_at) < now() - interval '1 day'
                     and not exists (select from masterclass.orders as o where o.user_id = a.id)
                     and not exists (select from masterclass.payments as p where p.user_id = a.id)
                   order by a.created_at
                   limit most
                     for update skip locked)
    returning id
  )
  select coalesce(array_agg(id), '{}') into gone from removed;
  delete from masterclass.erasures as e
   where e.stored_at is null
     and e.digest in (select masterclass.erasure_digest(member) from unnest(gone) as member);
  return cardinality(gone);
end
$$;
comment on function masterclass.remove_unconfirmed_accounts(integer) is 'Removes accounts that nobody confirmed within a day.';
revoke execute on function masterclass.remove_unconfirmed_accounts(integer) from public;
grant execute on function masterclass.remove_unconfirmed_accounts(integer) to masterclass_jobs;
