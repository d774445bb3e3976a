-- The payments writer's place in Stripe's events.

call masterclass.protect('masterclass.reconciliation');

create policy payments_writer_works on masterclass.reconciliation
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.reconciliation to masterclass_payments;
