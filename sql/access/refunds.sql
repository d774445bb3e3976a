-- The payments writer's: what Stripe says of a refund.

call masterclass.protect('masterclass.refunds');

create policy payments_writer_works on masterclass.refunds
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.refunds to masterclass_payments;

create or replace trigger _100_take_turn before insert or update on masterclass.refunds
  for each row execute function masterclass.take_turn();
create or replace trigger _200_refresh_role after insert or update or delete on masterclass.refunds
  for each row execute function masterclass.refresh_role_of_money_back();
