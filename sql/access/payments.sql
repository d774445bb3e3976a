-- A member reads their own; the payments writer writes. Nobody deletes.

call masterclass.protect('masterclass.payments');

create policy members_read_their_payments on masterclass.payments
  for select to authenticated using (user_id = (select auth.uid()));
create policy payments_writer_works on masterclass.payments
  for all to masterclass_payments using (true) with check (true);

grant select (id, user_id, amount_minor, currency, amount, refunded_minor, dispute_state, paid_at, payment_date,
              receipt_url, created_at)
   on masterclass.payments to authenticated;
grant select, insert, update on masterclass.payments to masterclass_payments;

create or replace trigger _100_forget_receipt before insert or update on masterclass.payments
  for each row execute function masterclass.forget_receipt_of_nobody();
create or replace trigger _200_hear_earlier_charges before insert or update of stripe_payment_id on masterclass.payments
  for each row execute function masterclass.hear_earlier_charges();
create or replace trigger _300_keep_money_back before insert or update on masterclass.payments
  for each row execute function masterclass.keep_money_back();
create or replace trigger _400_refresh_role after insert or update or delete on masterclass.payments
  for each row execute function masterclass.refresh_role_of_payment();
