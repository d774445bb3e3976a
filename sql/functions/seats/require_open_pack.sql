-- Locks a pack, and refuses where it has no free seat that is paid for.
-- Definer: locks payments, which readers may not.
create or replace function masterclass.require_open_pack(pack uuid) returns masterclass.payments
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  bought masterclass.payments;
begin
  select * into bought from masterclass.payments as p where p.id = pack for update;
  if not masterclass.payment_stands(bought) then
    raise exception using errcode = 'MC409',
      detail = '{"says": "The payment of this pack does not stand."}';
  end if;
  if masterclass.taken_seats(pack) >= masterclass.paid_seats(bought) then
    raise exception using errcode = 'MC409',
      detail = '{"says": "Every seat of this pack is taken."}';
  end if;
  return bought;
end
$$;
revoke execute on function masterclass.require_open_pack(uuid) from public;
