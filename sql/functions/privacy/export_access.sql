-- What is held of a member's access: whether and why, payments and what was given back of them, grants.
-- Definer: reads payments, refunds, disputes, charges and grants of the member.
create or replace function masterclass.export_access(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'full', masterclass.has_full_access(member),
           'because', to_jsonb(masterclass.access_because(member)),
           'payments', (select coalesce(jsonb_agg(to_jsonb(p) - 'user_id' order by p.created_at), '[]')
                          from masterclass.payments as p
                         where p.user_id = member),
           'refunds', (select coalesce(jsonb_agg(to_jsonb(r) order by r.created_at), '[]')
                         from masterclass.refunds as r
                         join masterclass.payments as p using (stripe_payment_id)
                        where p.user_id = member),
           'charges', (select coalesce(jsonb_agg(to_jsonb(c) order by c.created_at), '[]')
                         from masterclass.charges as c
                         join masterclass.payments as p using (stripe_payment_id)
                        where p.user_id = member),
           'disputes', (select coalesce(jsonb_agg(to_jsonb(d) order by d.created_at), '[]')
                          from masterclass.disputes as d
                          join masterclass.payments as p using (stripe_payment_id)
                         where p.user_id = member),
           'grants', (select coalesce(jsonb_agg(to_jsonb(g) - 'user_id' - 'granted_by' order by g.created_at), '[]')
                        from masterclass.access_grants as g
                        join masterclass.users as u on u.id = member
                       where g.user_id = member
                          or g.email = u.email))
$$;
revoke execute on function masterclass.export_access(uuid) from public;
