-- migrate:up

-- What an export left out: the charges behind a payment, an address that waits to be confirmed, and the trail that
-- Supabase Auth keeps of what a person did, with where from.

create or replace function masterclass.export_account(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'member', (select to_jsonb(u) from masterclass.users as u where u.id = member),
           'limits', (select coalesce(jsonb_agg(to_jsonb(l) - 'user_id'), '[]')
                        from masterclass.member_limits as l
                       where l.user_id = member),
           'sign_in', (select jsonb_build_object(
                                'email', a.email, 'email_confirmed_at', a.email_confirmed_at,
                                'new_email', nullif(a.email_change, ''), 'phone', a.phone,
                                'created_at', a.created_at, 'last_sign_in_at', a.last_sign_in_at,
                                'user_metadata', a.raw_user_meta_data, 'app_metadata', a.raw_app_meta_data)
                         from auth.users as a
                        where a.id = member),
           'identities', (select coalesce(jsonb_agg(jsonb_build_object(
                                   'provider', i.provider, 'created_at', i.created_at,
                                   'last_sign_in_at', i.last_sign_in_at, 'data', i.identity_data)), '[]')
                            from auth.identities as i
                           where i.user_id = member),
           'sessions', (select coalesce(jsonb_agg(jsonb_build_object(
                                 'created_at', s.created_at, 'refreshed_at', s.refreshed_at,
                                 'user_agent', s.user_agent, 'ip', s.ip)), '[]')
                          from auth.sessions as s
                         where s.user_id = member),
           'trail', (select coalesce(jsonb_agg(jsonb_build_object(
                              'created_at', t.created_at, 'action', t.payload ->> 'action', 'ip', t.ip_address,
                              'address', coalesce(t.payload -> 'traits' ->> 'user_email', t.payload ->> 'actor_username'))
                              order by t.created_at), '[]')
                       from auth.audit_log_entries as t
                      where t.payload ->> 'actor_id' = member::text
                         or t.payload -> 'traits' ->> 'user_id' = member::text))
$$;

create or replace function masterclass.export_access(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
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

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
