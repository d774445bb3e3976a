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

create or replace trigger _100_hear_earlier_charges before insert or update of stripe_payment_id on masterclass.payments
  for each row execute function masterclass.hear_earlier_charges();
-- After hearing the charges: a link that one of them brings is forgotten too.
create or replace trigger _200_forget_receipt before insert or update on masterclass.payments
  for each row execute function masterclass.forget_receipt_of_nobody();
create or replace trigger _300_derive_columns before insert or update on masterclass.payments
  for each row execute function masterclass.derive_payment_columns();
create or replace trigger _400_refresh_role after insert or update or delete on masterclass.payments
  for each row execute function masterclass.refresh_role_of_payment();
create or replace trigger _500_forget_charges after insert on masterclass.payments
  for each row when (new.user_id is null)
  execute function masterclass.forget_earlier_charges_of_nobody();
