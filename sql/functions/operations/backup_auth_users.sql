-- People for the nightly backup, with the hash of their password and without anything that a mail carried: whoever holds
-- a backup must not be able to follow somebody's link. In the columns of this project's own Auth, whichever those are.
-- Definer: reads auth.users, which the backup's login may not.
create or replace function masterclass.backup_auth_users() returns setof auth.users
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select tokenless.*
    from auth.users as u
   cross join lateral jsonb_populate_record(u, '{"confirmation_token": "", "recovery_token": "",
                                                "email_change_token_new": "", "email_change_token_current": "",
                                                "phone_change_token": "", "reauthentication_token": ""}') as tokenless
$$;
comment on function masterclass.backup_auth_users() is 'People for the backup, without the tokens of their mails.';
revoke execute on function masterclass.backup_auth_users() from public;
grant execute on function masterclass.backup_auth_users() to masterclass_backup;
