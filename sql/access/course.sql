-- The course's words and price are for everyone; the payments writer compares what was paid with the price.

call masterclass.protect('masterclass.course');

create policy everyone_reads_the_course on masterclass.course
  for select to anon, authenticated, masterclass_payments using (true);

grant select (title, summary, version, disclaimer, price_amount_minor, price_currency, seat_tiers, updated_at)
   on masterclass.course to anon, authenticated, masterclass_payments;

create or replace trigger _100_touch_updated_at before update on masterclass.course
  for each row execute function masterclass.touch_updated_at();
