-- Withdraws every grant to the address, or to the member who has it now, and what they got for nothing (a 100 % code).
-- Returns {"grants", "purchases"}: how many of each.
-- Definer: writes access_grants and payments, which readers may not.
create or replace function masterclass.support_revoke(address text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  withdrawn integer;
begin
  update masterclass.access_grants as g
     set revoked_at = now()
   where g.revoked_at is null
     and (g.email = lower(address) or g.user_id = masterclass.member_of(address));
  get diagnostics withdrawn = row_count;
  return jsonb_build_object('grants', withdrawn, 'purchases', masterclass.withdraw_free_payments(address));
end
$$;
revoke execute on function masterclass.support_revoke(text) from public;
