-- An inquiry can become a dispute, a lost dispute can be appealed and then won; nothing follows a won one. A status
-- that Stripe may invent counts as an open dispute.
create or replace function masterclass.dispute_rank(status text) returns integer
language sql
immutable
parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case status
           when 'warning_needs_response' then 0
           when 'warning_under_review' then 1
           when 'warning_closed' then 2
           when 'needs_response' then 4
           when 'under_review' then 5
           when 'lost' then 6
           when 'appeal_needs_response' then 7
           when 'appeal_under_review' then 8
           when 'prevented' then 9
           when 'won' then 10
           else 3
         end
$$;
revoke execute on function masterclass.dispute_rank(text) from public;
grant execute on function masterclass.dispute_rank(text) to masterclass_payments;
