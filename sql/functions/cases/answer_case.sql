-- Keeps the reader's answer to a case and shows rubric and model answer: one's own answer comes first.
-- Raises MC401, MC402, MC404, MC409 (as many as are kept), MC435.
-- Definer: writes case_answers, which no role may, and reads rubric and model answer, which no reader may.
create or replace function masterclass.answer_case(slug text, wanted_case text, given_answer text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader uuid := masterclass.require_reader();
  opened uuid := masterclass.require_module(slug);
  asked  masterclass.case_reviews;
begin
  select * into asked
    from masterclass.case_reviews as c
   where c.module_id = opened and c.key = wanted_case and c.retired_at is null;
  if asked.id is null then
    raise exception using errcode = 'MC404', message = 'no such case';
  end if;
  -- The same answer sent twice, by a nervous network or finger, is one answer.
  perform pg_advisory_xact_lock(hashtextextended(reader::text || asked.id::text, 1));
  if given_answer is distinct from masterclass.reader_case_answer(asked.id) then
    if (select count(*) from masterclass.case_answers as a where a.user_id = reader and a.case_id = asked.id) >= 20 then
      raise exception using errcode = 'MC409', message = 'as many answers to this case as are kept',
        detail = '{"says": "You have answered this case 20 times, which is as many answers as are kept."}';
    end if;
    perform masterclass.count_written(least(octet_length(given_answer), 24576));
    insert into masterclass.case_answers (user_id, case_id, answer) values (reader, asked.id, given_answer);
  end if;
  perform masterclass.issue_certificate(reader);
  return jsonb_build_object('rubric', asked.rubric, 'model_answer_html', asked.model_answer_html);
end
$$;
revoke execute on function masterclass.answer_case(text, text, text) from public;
grant execute on function masterclass.answer_case(text, text, text) to authenticated;
