-- The payments writer's: what Stripe says of a refund.

call masterclass.protect('masterclass.refunds');

create policy payments_writer_works on masterclass.refunds
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.refunds to masterclass_payments;

create or replace trigger _100_lock_payment before insert or update on masterclass.refunds
  for each row execute function masterclass.lock_payment();
create or replace trigger _200_touch_payment after insert or update or delete on masterclass.refunds
  for each row execute function masterclass.touch_payment();
