-- A member as the command line shows them, and that it did. MC404 for an address of nobody.
-- Definer: reads any member; the jobs role alone may ask.
create or replace function masterclass.operator_views_member(actor text, address text, reason text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  whom uuid := masterclass.require_member(address);
begin
  perform masterclass.note_reading(whom, actor, 'show', reason);
  return masterclass.member_view(whom);
end
$$;
revoke execute on function masterclass.operator_views_member(text, text, text) from public;
grant execute on function masterclass.operator_views_member(text, text, text) to masterclass_jobs;
