-- Begins a table's access anew: every policy, trigger and grant of the table goes, so that what its file does not say is
-- not there. Then row level security is on, and the backup sees all rows. (A backup role without that policy exports too
-- little, silently.)
create or replace procedure masterclass.protect(protected regclass)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  undoing text;
begin
  for undoing in
    select format('drop policy %I on %s', polname, protected) from pg_policy where polrelid = protected
     union all
    select format('drop trigger %I on %s', tgname, protected) from pg_trigger where tgrelid = protected and not tgisinternal
     union
    select format('revoke all on %s from %s', protected, case a.grantee when 0 then 'public' else a.grantee::regrole::text end)
      from pg_class as c
     cross join aclexplode(array_cat(c.relacl, (select array_agg(acl) from pg_attribute, unnest(attacl) as acl
                                                 where attrelid = protected))) as a
     where c.oid = protected
       and a.grantee <> c.relowner
  loop
    execute undoing;
  end loop;
  execute format('alter table %s enable row level security', protected);
  execute format('create policy backup_reads_every_row on %s for select to masterclass_backup using (true)', protected);
  execute format('grant select on %s to masterclass_backup', protected);
end
$$;
revoke execute on procedure masterclass.protect(regclass) from public;
