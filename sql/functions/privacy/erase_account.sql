-- Erases the reader. Raises MC401 when the session has ended, MC403 when the sign-in is older than ten minutes.
-- Stripe's facts and the operator's grants take an order, a payment's turn or a grant first, and the member row last,
-- for its role. Erasing takes them in the same order.
-- Definer: deletes from auth.users, which only the owner may.
create or replace function masterclass.erase_account() returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := auth.uid();
  signed_in_at timestamptz := masterclass.reader_session_started_at();
begin
  if signed_in_at is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  if signed_in_at < now() - interval '10 minutes' then
    raise exception using errcode = 'MC403', message = 'the sign-in is too old for this';
  end if;
  perform from masterclass.orders where user_id = reader order by id for update;
  perform pg_advisory_xact_lock(hashtextextended(p.stripe_payment_id, 6))
     from (select stripe_payment_id from masterclass.payments
            where user_id = reader and stripe_payment_id is not null
            order by stripe_payment_id) as p;
  perform from masterclass.access_grants as g
     join masterclass.users as u on u.id = reader
    where g.user_id = reader or g.email = u.email
    order by g.id
      for update of g;
  delete from auth.users where id = reader;
end
$$;
revoke execute on function masterclass.erase_account() from public;
grant execute on function masterclass.erase_account() to authenticated;
