-- Prints another name on a member's certificate, for a reason that is kept with the name it had; code, day and all else
-- stay. Without a new name it is the one that their account has now. Returns the code and both names. Raises MC404 where
-- the address has no certificate, MC409 where the name is on it already or is none.
-- Definer: writes certificates and their reissues, which no role may.
create or replace function masterclass.reissue_certificate(address text, new_name text, why text, operator text)
returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  held    masterclass.certificates;
  printed text;
begin
  select c.* into held
    from masterclass.certificates as c
   where c.user_id = masterclass.member_of(address)
     for update;
  if held.code is null then
    raise exception using errcode = 'MC404',
      detail = jsonb_build_object('says', format('%s has no certificate.', address));
  end if;
  printed := coalesce(new_name, (select btrim(u.name) from masterclass.users as u where u.id = held.user_id));
  if printed in ('', held.name) then
    raise exception using errcode = 'MC409', detail = case printed
      when '' then '{"says": "The account has no name to print."}'
      else jsonb_build_object('says', format('Certificate %s has the name %s already.', held.code, printed))::text
    end;
  end if;
  insert into masterclass.certificate_reissues (code, former_name, name, reason, reissued_by)
  values (held.code, held.name, printed, why, operator);
  update masterclass.certificates as c
     set name = printed, confirmed_at = coalesce(c.confirmed_at, now())
   where c.code = held.code;
  return jsonb_build_object('code', held.code, 'former_name', held.name, 'name', printed);
end
$$;
revoke execute on function masterclass.reissue_certificate(text, text, text, text) from public;
grant execute on function masterclass.reissue_certificate(text, text, text, text) to masterclass_jobs;
