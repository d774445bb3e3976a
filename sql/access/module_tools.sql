-- As the blocks of their module.

call masterclass.protect('masterclass.module_tools');

create policy readers_of_the_module on masterclass.module_tools
  for select to anon, authenticated
  using (module_id in (select masterclass.open_modules()));

grant select (module_id, calculator, plan) on masterclass.module_tools to anon, authenticated;

create or replace trigger _100_touch_updated_at before update on masterclass.module_tools
  for each row execute function masterclass.touch_updated_at();
