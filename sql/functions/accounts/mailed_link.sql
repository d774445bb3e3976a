-- What a link in a mail of ours is for, to whoever holds it; asking changes nothing. Holding the token is the right to
-- know: it could be used as well.
-- Definer: reads Supabase Auth's one-time tokens and people, and spent_links.
create or replace function masterclass.mailed_link(token_hash text) returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(
    (select jsonb_build_object(
              'state', 'open',
              'kind', case t.token_type::text
                        when 'confirmation_token' then 'confirmation'
                        when 'recovery_token' then 'recovery'
                        else 'email_change'
                      end,
              'email', u.email,
              'new_email', nullif(u.email_change, ''),
              'mailed_to', case when t.token_type::text = 'email_change_token_new' then u.email_change else u.email end,
              'confirmed', u.email_confirmed_at is not null,
              'half_made', u.email_change_confirm_status = 1)
       from auth.one_time_tokens as t
       join auth.users as u on u.id = t.user_id
      where t.token_hash = mailed_link.token_hash
        and t.token_type::text <> 'reauthentication_token'
      limit 1),
    (select jsonb_build_object('state', s.outcome, 'kind', s.kind)
       from masterclass.spent_links as s
      where s.digest = sha256(convert_to(mailed_link.token_hash, 'UTF8'))),
    jsonb_build_object('state', 'unknown'))
$$;
revoke execute on function masterclass.mailed_link(text) from public;
grant execute on function masterclass.mailed_link(text) to anon;
