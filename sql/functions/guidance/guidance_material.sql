-- Everything an answer may be made from. Raises MC401 for an ended session, MC402, MC404. Access is decided before
-- anything is looked for, and passages are read as the reader. `asked` is the question as it was read: {"words",
-- "meant", "spoken", "seeks_topic", "continues"}.
create or replace function masterclass.guidance_material(
  slug text, wanted_case text, conversation uuid, asked jsonb, most_turns integer
) returns jsonb
language plpgsql
stable
set search_path = pg_catalog, pg_temp
as $$
declare
  opened  uuid;
  topic   uuid;
  case_of jsonb;
  so_far  jsonb := '[]';
  context text := '';
  found   jsonb;
begin
  if masterclass.reader_session_started_at() is null then
    raise exception using errcode = 'MC401', message = 'the session has ended';
  end if;
  select m.id into opened
    from masterclass.content_modules as m
   where m.slug = guidance_material.slug;
  if opened is null then
    raise exception using errcode = 'MC404', message = 'no such module';
  end if;
  if not masterclass.may_open(opened) then
    raise exception using errcode = 'MC402', message = 'the module is part of full access';
  end if;
  if wanted_case is not null then
    select jsonb_build_object('id', c.id, 'title', c.title, 'text', c.text, 'prompt', c.prompt,
                              'own_answer', masterclass.reader_case_answer(c.id)) into case_of
      from masterclass.case_reviews as c
     where c.module_id = opened and c.key = wanted_case and c.retired_at is null;
    if case_of is null then
      raise exception using errcode = 'MC404', message = 'no such case';
    end if;
    context := (case_of ->> 'title') || ' ' || (case_of ->> 'prompt');
  end if;
  if conversation is not null then
    if not exists (select from masterclass.conversations as c
                    where c.id = conversation and c.module_id = opened and c.user_id = auth.uid()) then
      raise exception using errcode = 'MC404', message = 'no such conversation';
    end if;
    so_far := masterclass.conversation_so_far(conversation, most_turns);
  end if;
  found := masterclass.search_course(
             opened, array(select jsonb_array_elements_text(asked -> 'words')), asked ->> 'meant', asked ->> 'spoken',
             context, 40);
  topic := opened;
  if (asked ->> 'seeks_topic')::boolean and context = '' then
    topic := masterclass.topic_module(opened, asked ->> 'spoken', found);
  end if;
  return jsonb_build_object(
    'module_id', opened,
    'stale', masterclass.reservations_are_stale(),
    'case', case_of,
    'so_far', so_far,
    'known', found -> 'known',
    'named', found -> 'named',
    'familiar', found -> 'familiar',
    'closed', masterclass.closed_module(found, topic),
    'passages', masterclass.ordered_passages(opened, topic, conversation, found, (asked ->> 'continues')::boolean));
end
$$;
revoke execute on function masterclass.guidance_material(text, text, uuid, jsonb, integer) from public;
grant execute on function masterclass.guidance_material(text, text, uuid, jsonb, integer) to authenticated;
