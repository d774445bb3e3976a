-- Everything that is held of a member, all parts joined, for whoever has no limit to an answer's length.
-- Definer: calls export_member_part, which reads what no role of readers may.
create or replace function masterclass.export_whole(member uuid) returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  whole  jsonb;
  part   record;
  domain record;
  list   record;
begin
  select * into part from masterclass.export_member_part(member, null);
  whole := part.document;
  while part.next is not null loop
    select * into part from masterclass.export_member_part(member, part.next);
    for domain in select * from jsonb_each(part.document - 'exported_at') loop
      for list in select * from jsonb_each(domain.value) loop
        whole := jsonb_set(whole, array[domain.key, list.key], (whole -> domain.key -> list.key) || list.value);
      end loop;
    end loop;
  end loop;
  return whole;
end
$$;
revoke execute on function masterclass.export_whole(uuid) from public;
