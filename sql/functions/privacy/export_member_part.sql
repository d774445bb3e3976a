-- One part of everything that is held of a member, small enough for one answer, and where the next begins (null: this
-- was the last). Joined, list behind list, the parts are the whole; what is short comes in the first, which is all of it
-- for nearly everybody. `after` is null for the first, then what the part before said.
--
-- Each domain has one function export_<domain>(member) in this folder, found by its name, so that a later domain adds its
-- own and forgets nobody's; a contract test looks for every table that names a member. What can be long is an empty list
-- there and comes from exported_<list>(member, after, room), in pieces.
-- Definer: calls the exports, each of which reads what no role of readers may.
create or replace function masterclass.export_member_part(member uuid, after text, out document jsonb, out next text)
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  lists constant text[] := array['account.sessions', 'account.trail', 'learning.attempts', 'learning.case_answers',
                                 'guidance.conversations'];
  room   integer := 1500000;
  list   integer := coalesce(substring(after from '^([1-9])\.')::integer, 1);
  place  text := nullif(split_part(after, '.', 2), '');
  domain text;
  name   text;
  part   jsonb;
begin
  document := jsonb_build_object('exported_at', now());
  if after is null then
    for domain in
      select substr(p.proname, length('export_') + 1)
        from pg_catalog.pg_proc as p
       where p.pronamespace = 'masterclass'::regnamespace
         and p.proname like 'export\_%'
         and p.proname not in ('export_part', 'export_member_part', 'export_whole')
       order by p.proname
    loop
      execute format('select masterclass.%I($1)', 'export_' || domain) into part using member;
      document := document || jsonb_build_object(domain, part);
    end loop;
    room := room - octet_length(document::text);
  end if;
  while list <= cardinality(lists) loop
    domain := split_part(lists[list], '.', 1);
    name := split_part(lists[list], '.', 2);
    execute format('select jsonb_agg(e.piece order by e.place), max(e.place) from masterclass.%I($1, $2, $3) as e',
                   'exported_' || name)
       into part, place
      using member, place, room;
    if part is null then
      list := list + 1;
      place := null;
    else
      document := document || jsonb_build_object(domain, coalesce(document -> domain, '{}') || jsonb_build_object(
                    name, coalesce(document -> domain -> name, '[]') || part));
      room := room - octet_length(part::text);
      if room <= 0 then
        next := list || '.' || place;
        return;
      end if;
    end if;
  end loop;
end
$$;
revoke execute on function masterclass.export_member_part(uuid, text) from public;
