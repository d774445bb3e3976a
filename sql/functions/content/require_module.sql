-- The module a request names. Raises MC404 where there is none, MC402 where the reader may not open it.
-- Definer: reads the modules whoever asks.
create or replace function masterclass.require_module(wanted_slug text) returns uuid
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  module uuid := (select m.id from masterclass.content_modules as m where m.slug = wanted_slug and m.retired_at is null);
begin
  if module is null then
    raise exception using errcode = 'MC404', message = 'no such module';
  end if;
  if not masterclass.may_open(module) then
    raise exception using errcode = 'MC402', message = 'the module is part of full access';
  end if;
  return module;
end
$$;
revoke execute on function masterclass.require_module(text) from public;
