-- Trigger: a token that is gone from its place was used, one that gave way to another was replaced. A change of address
-- is agreed to by the first of its two links and made by the second; then the first tells of it as made, too.
-- Definer: writes spent_links, on behalf of Supabase Auth.
create or replace function masterclass.note_spent_links() returns trigger
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  pair bytea := case when coalesce(old.email_change, '') <> ''
                     then masterclass.keyed_digest(old.id::text || ' ' || old.email_change) end;
  made boolean := old.email is distinct from new.email;
begin
  insert into masterclass.spent_links as s (digest, kind, outcome, change)
  select sha256(convert_to(gone.was, 'UTF8')), gone.kind,
         case when coalesce(gone.is_now, '') <> '' then 'replaced'
              when gone.kind = 'email_change' and not made then 'agreed'
              else 'used'
         end,
         case when gone.kind = 'email_change' then pair end
    from (values ('confirmation', old.confirmation_token, new.confirmation_token),
                 ('recovery', old.recovery_token, new.recovery_token),
                 ('email_change', old.email_change_token_new, new.email_change_token_new),
                 ('email_change', old.email_change_token_current, new.email_change_token_current))
           as gone (kind, was, is_now)
   where gone.was <> ''
     and gone.was is distinct from gone.is_now
      on conflict on constraint spent_links_pkey do nothing;
  if made then
    update masterclass.spent_links set outcome = 'used' where change = pair and outcome = 'agreed';
  end if;
  delete from masterclass.spent_links where spent_at < now() - interval '7 days';
  return null;
end
$$;
revoke execute on function masterclass.note_spent_links() from public;
