-- Anyone who holds the paper may compare it. Confirmed means: whoever earned it has said that the name is right. Revoked means: the money was given back. A complimentary access that
-- merely ended revokes nothing.
-- Definer: reads certificates, which no role may, and payments of its owner.
create or replace function masterclass.public_certificate(wanted_code text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'code', c.code, 'name', nullif(c.name, ''), 'course', c.course, 'course_version', c.course_version,
           'minutes', c.minutes, 'modules', c.modules, 'issued_at', c.issued_at,
           'issued_on', masterclass.day_of_issue(c), 'confirmed', c.confirmed_at is not null, 'cme_credit', false,
           'revoked', not masterclass.has_full_access(c.user_id)
                      and exists (select from masterclass.payments as p
                                   where p.user_id = c.user_id
                                     and p.paid_at is not null
                                     and not masterclass.payment_stands(p)))
    from masterclass.certificates as c
   where c.code = wanted_code
$$;
revoke execute on function masterclass.public_certificate(text) from public;
grant execute on function masterclass.public_certificate(text) to anon, authenticated;
