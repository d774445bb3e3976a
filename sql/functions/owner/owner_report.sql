-- The report as an owner reads it, with the latest of those who need help; null where none was made yet. MC404 for
-- everyone else.
-- Definer: reads owner_report, which no role may.
create or replace function masterclass.owner_report(most integer) returns text
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  perform masterclass.require_owner();
  return (select (r.document || jsonb_build_object('made_at', r.made_at, 'help', masterclass.needs_of_members(most)))::text
            from masterclass.owner_report as r);
end
$$;
revoke execute on function masterclass.owner_report(integer) from public;
grant execute on function masterclass.owner_report(integer) to authenticated;
