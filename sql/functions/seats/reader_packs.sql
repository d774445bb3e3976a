-- The packs that the reader bought, with who has their seats; a gift has its link until somebody took it.
-- Definer: reads payments, grants and holders' progress, of the reader's own packs alone.
create or replace function masterclass.reader_packs() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
           'id', p.id, 'size', p.seats,
           'free', greatest(0, masterclass.paid_seats(p) - masterclass.taken_seats(p.id)),
           'state', masterclass.payment_standing(p),
           'seats', (select coalesce(jsonb_agg(jsonb_build_object(
                              'id', g.id, 'email', coalesce(g.email, u.email), 'state', masterclass.seat_state(g),
                              'assigned_at', g.created_at) order by g.created_at, g.id), '[]')
                       from masterclass.access_grants as g
                       left join masterclass.users as u on u.id = g.user_id
                      where g.payment_id = p.id
                        and g.revoked_at is null))
           || case when p.claim_token is null or masterclass.taken_seats(p.id) > 0 then '{}'
                   else jsonb_build_object('claim_token', p.claim_token) end
           order by p.paid_at desc, p.id), '[]')
    from masterclass.payments as p
   where p.user_id = auth.uid()
     and p.seats is not null
     and (p.livemode or not exists (select from masterclass.shop where live))
$$;
revoke execute on function masterclass.reader_packs() from public;
grant execute on function masterclass.reader_packs() to authenticated;
