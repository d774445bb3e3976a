-- What happened to a member, in order: [{"at", "what"}]. Facts alone: nothing that they wrote, asked or answered.
-- Definer: reads what every domain holds of the member.
create or replace function masterclass.member_timeline(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with happened (at, what) as (
    select u.created_at, 'Signed up.' from masterclass.users as u where u.id = member
     union all
    select a.email_confirmed_at, 'Confirmed their address.' from auth.users as a where a.id = member
     union all
    select a.last_sign_in_at, 'Signed in, the last time.' from auth.users as a where a.id = member
     union all
    select o.created_at, case when o.seats is null then 'Went to the pay page.'
                              else format('Went to the pay page for %s seats.', o.seats) end
      from masterclass.orders as o where o.user_id = member
     union all
    select p.paid_at, format('Paid %s %s%s.', masterclass.money(p.amount_minor, p.currency::text), upper(p.currency::text),
                             ' for ' || p.seats || ' seats')
      from masterclass.payments as p where p.user_id = member
     union all
    select r.created_at, format('A refund of %s %s was made: %s.', masterclass.money(r.amount_minor, p.currency::text),
                                upper(p.currency::text), r.status)
      from masterclass.refunds as r
      join masterclass.payments as p using (stripe_payment_id)
     where p.user_id = member
     union all
    select d.created_at, format('Their bank opened a dispute: %s.', d.status)
      from masterclass.disputes as d
      join masterclass.payments as p using (stripe_payment_id)
     where p.user_id = member
     union all
    select g.created_at, case when g.payment_id is null then 'Was given complimentary access.' else 'Was given a seat.' end
      from masterclass.access_grants as g
      join masterclass.users as u on u.id = member
     where g.user_id = member or g.email = u.email
     union all
    select g.revoked_at, case when g.payment_id is null then 'Complimentary access was withdrawn.'
                              else 'The seat was taken back.' end
      from masterclass.access_grants as g
      join masterclass.users as u on u.id = member
     where g.user_id = member or g.email = u.email
     union all
    select a.completed_at, format('Completed the quiz of “%s” with %s%%.', m.title, a.score_percent)
      from masterclass.quiz_attempts as a
      join masterclass.content_modules as m on m.id = a.module_id
     where a.user_id = member
     union all
    select p.completed_at, format('Completed “%s”.', m.title)
      from masterclass.module_progress as p
      join masterclass.content_modules as m on m.id = p.module_id
     where p.user_id = member
     union all
    select c.issued_at, 'Earned the certificate.' from masterclass.certificates as c where c.user_id = member
     union all
    select n.acted_at, format('Support: %s (%s).', n.action, n.reason) from masterclass.audit as n where n.user_id = member
  )
  select coalesce(jsonb_agg(jsonb_build_object('at', h.at, 'what', h.what) order by h.at, h.what), '[]')
    from happened as h
   where h.at is not null
$$;
revoke execute on function masterclass.member_timeline(uuid) from public;
