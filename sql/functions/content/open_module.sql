-- The module a request names, when the reader may open it. `refusal` is 'absent' or 'full-access'.
-- Definer: reads the modules whoever asks.
create or replace function masterclass.open_module(wanted_slug text)
returns table (module_id uuid, refusal text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select m.id,
         case when not masterclass.may_open(m.id) then 'full-access' end
    from masterclass.content_modules as m
   where m.slug = wanted_slug
     and m.retired_at is null
   union all
  select null, 'absent'
   limit 1
$$;
revoke execute on function masterclass.open_module(text) from public;
