-- The payments writer's: which events were heard.

call masterclass.protect('masterclass.webhook_events');

create policy payments_writer_works on masterclass.webhook_events
  for all to masterclass_payments using (true) with check (true);

grant select, insert, update on masterclass.webhook_events to masterclass_payments;
