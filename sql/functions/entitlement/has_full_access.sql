-- The one answer to who may see everything: a payment that stands, or a grant that is neither revoked nor over, to
-- the member or to the address that they have confirmed. A grant that hangs on a payment (a seat) falls with
-- it; a pack of seats opens nothing for whoever bought it.
-- Definer: reads payments and grants of any member, and auth.users.
create or replace function masterclass.has_full_access(member uuid) returns boolean
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select exists (
           select from masterclass.payments as p
            where p.user_id = member
              and p.seats is null
              and masterclass.payment_stands(p)
         )
      or exists (
           select from masterclass.access_grants as g
            where g.revoked_at is null
              and (g.expires_at is null or g.expires_at > now())
              and (g.user_id = member
                   or g.email = (select lower(u.email)
                                   from auth.users as u
                                  where u.id = member
                                    and u.email_confirmed_at is not null))
              and (g.payment_id is null
                   or exists (select from masterclass.payments as p
                               where p.id = g.payment_id
                                 and masterclass.payment_stands(p)))
         )
$$;
comment on function masterclass.has_full_access(uuid) is
  'The one answer to who may see everything: lessons, quizzes, cases, AI, media and certificates ask here.';
revoke execute on function masterclass.has_full_access(uuid) from public;
grant execute on function masterclass.has_full_access(uuid) to masterclass_payments, masterclass_jobs;
