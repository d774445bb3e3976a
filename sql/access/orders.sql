-- A member reads their own; the payments writer writes.

call masterclass.protect('masterclass.orders');

create policy members_read_their_orders on masterclass.orders
  for select to authenticated using (user_id = (select auth.uid()));
create policy payments_writer_works on masterclass.orders
  for all to masterclass_payments using (true) with check (true);

grant select (id, user_id, state, amount_subtotal_minor, currency, checkout_session_id, created_at)
   on masterclass.orders to authenticated;
grant select, insert, update on masterclass.orders to masterclass_payments;
