-- The payments writer's: whether this shop sells for real.

call masterclass.protect('masterclass.shop');

create policy payments_writer_works on masterclass.shop
  for all to masterclass_payments using (true) with check (true);

grant select, update on masterclass.shop to masterclass_payments;
