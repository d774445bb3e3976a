-- Says what came of a mail that was to be sent again: a note of one that was refused goes, as nothing was done.
-- Definer: writes audit, which no role may.
create or replace function masterclass.settle_resend(note bigint, sent boolean) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  if sent then
    update masterclass.audit as n set detail = n.detail || '{"state": "sent"}' where n.id = note and n.action = 'resend';
  else
    delete from masterclass.audit as n where n.id = note and n.action = 'resend' and n.detail ->> 'state' = 'asked';
  end if;
end
$$;
revoke execute on function masterclass.settle_resend(bigint, boolean) from public;
grant execute on function masterclass.settle_resend(bigint, boolean) to masterclass_jobs;
