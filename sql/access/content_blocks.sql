-- The wall: whoever may open the module. Asked by a subquery without a reference to the row, so once a statement, not
-- for every row.

call masterclass.protect('masterclass.content_blocks');

create policy readers_of_the_module on masterclass.content_blocks
  for select to anon, authenticated
  using (retired_at is null
         and module_id in (select masterclass.open_modules()));

grant select (id, module_id, key, version, position, heading, html, text, search, created_at, updated_at, retired_at)
   on masterclass.content_blocks to anon, authenticated;

create or replace trigger _100_touch_updated_at before update on masterclass.content_blocks
  for each row execute function masterclass.touch_updated_at();
