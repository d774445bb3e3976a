-- As the blocks of their module.

call masterclass.protect('masterclass.media');

create policy readers_of_the_module on masterclass.media
  for select to anon, authenticated
  using (module_id in (select masterclass.open_modules()));

grant select (id, module_id, kind, content_type, size_bytes, object_key, url) on masterclass.media to anon, authenticated;
