-- Where the reader's own checkout session stands, as the page is told that waits for it, and whether only Stripe can tell
-- the rest (the words of a promotion code). A session that the order did not keep is the reader's all the same.
-- Definer: reads orders, sessions and payments of the reader.
create or replace function masterclass.reader_checkout(session_id text)
returns table (state text, role text, incomplete boolean)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select case when masterclass.payment_standing(p) = 'needs_review' then 'review'
              when p.id is not null then 'paid'
              when o.checkout_session_id = session_id then o.state
              when s.closed_at is null then 'open'
              else 'expired'
         end,
         u.role, p.promotion_id is not null and p.promotion_code is null
    from masterclass.orders as o
    join masterclass.users as u on u.id = o.user_id
    left join masterclass.order_sessions as s on s.order_id = o.id and s.checkout_session_id = session_id
    left join masterclass.payments as p on p.order_id = o.id and p.checkout_session_id = session_id
   where o.user_id = auth.uid()
     and (o.checkout_session_id = session_id or s.checkout_session_id is not null or p.id is not null)
$$;
revoke execute on function masterclass.reader_checkout(text) from public;
grant execute on function masterclass.reader_checkout(text) to authenticated;
