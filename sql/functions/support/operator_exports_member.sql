-- Everything that is held of a member, as they could take it along themselves, and that it was taken. MC404 for nobody.
-- Definer: reads everything of any member; the jobs role alone may ask.
create or replace function masterclass.operator_exports_member(actor text, address text, reason text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  whom uuid := masterclass.require_member(address);
begin
  perform masterclass.note_reading(whom, actor, 'export', reason);
  return masterclass.export_whole(whom);
end
$$;
revoke execute on function masterclass.operator_exports_member(text, text, text) from public;
grant execute on function masterclass.operator_exports_member(text, text, text) to masterclass_jobs;
