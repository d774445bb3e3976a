-- Everything that is held of a member. Each domain has one function export_<domain>(member) in this folder, found by
-- its name, so that a later domain adds its own and forgets nobody's; a contract test looks for every table that names
-- a member.
-- Definer: calls the exports, each of which reads what no role of readers may.
create or replace function masterclass.export_whole(member uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  domain text;
  part   jsonb;
  whole  jsonb := jsonb_build_object('exported_at', now());
begin
  for domain in
    select substr(p.proname, length('export_') + 1)
      from pg_catalog.pg_proc as p
     where p.pronamespace = 'masterclass'::regnamespace
       and p.proname like 'export\_%'
       and p.proname not in ('export_reader', 'export_whole')
     order by p.proname
  loop
    execute format('select masterclass.%I($1)', 'export_' || domain) into part using member;
    whole := whole || jsonb_build_object(domain, part);
  end loop;
  return whole;
end
$$;
revoke execute on function masterclass.export_whole(uuid) from public;
