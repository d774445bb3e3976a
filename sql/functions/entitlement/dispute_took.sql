-- Whether a dispute has taken the money for good. A lost one has. A prevented one has where Stripe gave the money back to
-- the cardholder by itself (Visa's rapid resolution): its transactions say so, and where there are none its kind does; of
-- what was blocked nothing ever moved (docs.stripe.com/disputes/how-disputes-work).
create or replace function masterclass.dispute_took(dispute masterclass.disputes) returns boolean
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case dispute.status
           when 'lost' then true
           when 'prevented' then case when dispute.transactions > 0 then dispute.net_minor < 0
                                      else dispute.case_type is distinct from 'block'
                                 end
           else false
         end
$$;
revoke execute on function masterclass.dispute_took(masterclass.disputes) from public;
