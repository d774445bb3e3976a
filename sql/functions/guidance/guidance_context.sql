-- Everything an answer may be made from. Raises MC401 for an ended session, MC402, MC404. Access is decided before
-- anything is looked for, and the search runs as the reader. `whole_module`: the question is about the lesson as
-- such.
create or replace function masterclass.guidance_context(
  slug text, wanted_case text, conversation uuid, question text, whole_module boolean, most integer, most_turns integer
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  opened  record;
  asked   jsonb;
  so_far  jsonb := '[]';
  context text := '';
begin
  if masterclass.reader_session_started_at() is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  select m.id into opened
    from masterclass.content_modules as m
   where m.slug = guidance_context.slug;
  if opened.id is null then
    raise exception using errcode = 'MC404', message = 'no such module';
  end if;
  if not masterclass.may_open(opened.id) then
    raise exception using errcode = 'MC402', message = 'the module is part of full access';
  end if;
  if wanted_case is not null then
    select jsonb_build_object('id', c.id, 'title', c.title, 'text', c.text, 'prompt', c.prompt,
                              'own_answer', masterclass.reader_case_answer(c.id)) into asked
      from masterclass.case_reviews as c
     where c.module_id = opened.id and c.key = wanted_case and c.retired_at is null;
    if asked is null then
      raise exception using errcode = 'MC404', message = 'no such case';
    end if;
    context := (asked ->> 'title') || ' ' || (asked ->> 'prompt');
  end if;
  if conversation is not null then
    if not exists (select from masterclass.conversations as c
                    where c.id = conversation and c.module_id = opened.id and c.user_id = auth.uid()) then
      raise exception using errcode = 'MC404', message = 'no such conversation';
    end if;
    so_far := masterclass.conversation_so_far(conversation, most_turns);
    context := context || ' ' || coalesce((select said ->> 'content' from jsonb_array_elements(so_far) with ordinality as s (said, n)
                                            where said ->> 'role' = 'user' order by n desc limit 1), '');
  end if;
  return jsonb_build_object(
    'module_id', opened.id,
    'stale', masterclass.reservations_are_stale(),
    'case', asked,
    'so_far', so_far,
    'passages', (
      select coalesce(jsonb_agg(jsonb_build_object(
               'block_id', b.id, 'version', b.version, 'block', b.key, 'module', m.slug, 'module_title', m.title,
               'heading', b.heading, 'text', b.text) order by found.place), '[]')
        from (select f.block_id, row_number() over (order by f.score desc, f.block_id) as place
                from masterclass.find_passages(opened.id, question, context, most) as f
               where not whole_module
               union all
              select w.id, w.position
                from masterclass.content_blocks as w
               where whole_module and w.module_id = opened.id) as found
        join masterclass.content_blocks as b on b.id = found.block_id
        join masterclass.content_modules as m on m.id = b.module_id));
end
$$;
revoke execute on function masterclass.guidance_context(text, text, uuid, text, boolean, integer, integer) from public;
grant execute on function masterclass.guidance_context(text, text, uuid, text, boolean, integer, integer) to authenticated;
