-- What is held of a member's account, and what Supabase Auth holds: sign-in, an address that waits to be confirmed,
-- identities. Sessions, and the trail of what they did, with where from, can be long: they come in pieces.
-- Definer: reads users, member_limits, terms_agreements and Supabase Auth's tables.
create or replace function masterclass.export_account(member uuid) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select jsonb_build_object(
           'member', (select to_jsonb(u) from masterclass.users as u where u.id = member),
           'limits', (select coalesce(jsonb_agg(to_jsonb(l) - 'user_id'), '[]')
                        from masterclass.member_limits as l
                       where l.user_id = member),
           'terms', (select coalesce(jsonb_agg(jsonb_build_object(
                              'version', g.version, 'agreed_at', g.agreed_at, 'place', g.place)
                              order by g.agreed_at), '[]')
                       from masterclass.terms_agreements as g
                      where g.user_id = member),
           'factors', (select coalesce(jsonb_agg(jsonb_build_object(
                                'name', f.friendly_name, 'type', f.factor_type, 'status', f.status,
                                'created_at', f.created_at, 'updated_at', f.updated_at,
                                'last_challenged_at', f.last_challenged_at, 'phone', f.phone)
                                order by f.created_at), '[]')
                         from auth.mfa_factors as f
                        where f.user_id = member),
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
           'sessions', jsonb_build_array(), -- exported_sessions
           'trail', jsonb_build_array()) -- exported_trail
$$;
revoke execute on function masterclass.export_account(uuid) from public;
