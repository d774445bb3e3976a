-- The payments writer's: what Stripe says of a charge.

call masterclass.protect('masterclass.charges');

create policy payments_writer_works on masterclass.charges
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.charges to masterclass_payments;

create or replace trigger _100_lock_payment before insert or update on masterclass.charges
  for each row execute function masterclass.lock_payment();
create or replace trigger _200_forget_receipt before insert or update on masterclass.charges
  for each row execute function masterclass.forget_charge_of_nobody();
create or replace trigger _300_tell_payment after insert or update on masterclass.charges
  for each row execute function masterclass.tell_payment_of_charge();
