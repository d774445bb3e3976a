-- Gives the seat of a gift to the reader, who has its link. Refuses a link that is none, or was used, and a reader who has
-- full access already: the link stays good for somebody else.
-- Definer: reads payments and writes access_grants, which readers may not.
create or replace function masterclass.claim_seat(token text) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  pack uuid := (select p.id from masterclass.payments as p where p.claim_token = token);
begin
  if pack is null then
    raise exception using errcode = 'MC404', detail = '{"says": "This link is no gift, or not any more."}';
  end if;
  perform masterclass.require_open_pack(pack);
  if masterclass.has_full_access(auth.uid()) then
    raise exception using errcode = 'MC409',
      detail = '{"says": "You have full access already; the link is good for somebody else."}';
  end if;
  insert into masterclass.access_grants (user_id, reason, granted_by, payment_id)
  values (masterclass.require_reader(), 'a seat that was given to you', 'claim', pack);
end
$$;
revoke execute on function masterclass.claim_seat(text) from public;
grant execute on function masterclass.claim_seat(text) to authenticated;
