-- The payments writer's: which sessions were made, and which of them nobody can pay any more.

call masterclass.protect('masterclass.order_sessions');

create policy payments_writer_works on masterclass.order_sessions
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.order_sessions to masterclass_payments;
