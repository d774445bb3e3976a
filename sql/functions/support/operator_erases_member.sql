-- Erases a member for whom the operator was asked to, and keeps that it was done and why, without them. Returns the pay
-- pages of theirs at which somebody could still pay. MC404 for an address of nobody.
-- Definer: deletes from auth.users, which only the owner of the schema may.
create or replace function masterclass.operator_erases_member(actor text, address text, reason text) returns text[]
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  whom  uuid := masterclass.require_member(address);
  pages text[];
begin
  select coalesce(array_agg(o.checkout_session_id), '{}') into pages
    from masterclass.orders as o
   where o.user_id = whom and o.state = 'open' and o.checkout_session_id is not null;
  perform masterclass.erase_member(whom);
  perform masterclass.write_audit(null, null, actor, 'erase', reason, '{}');
  return pages;
end
$$;
revoke execute on function masterclass.operator_erases_member(text, text, text) from public;
grant execute on function masterclass.operator_erases_member(text, text, text) to masterclass_jobs;
