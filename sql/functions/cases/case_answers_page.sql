-- A page of the reader's answers to the module's cases, newest first, each with rubric and model answer; and where the next
-- begins, null behind the last. `before` is null for the first. Raises MC402, MC404.
-- Definer: reads case_answers, which no role may, the reader's own alone, and what no reader may see of a case.
create or replace function masterclass.case_answers_page(slug text, before text, out document jsonb, out next text)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with page as (
    select a.*, masterclass.place_in_time(a.created_at, a.id) as place
      from masterclass.require_module(slug) as opened
      join masterclass.case_reviews as c on c.module_id = opened
      join masterclass.case_answers as a on a.case_id = c.id
     where a.user_id = auth.uid()
       and (before is null or masterclass.place_in_time(a.created_at, a.id) < before)
     order by place desc
     limit 20
  )
  select jsonb_build_object('module', slug, 'answers', coalesce(jsonb_agg(jsonb_build_object(
           'case_id', c.key, 'title', c.title, 'prompt', c.prompt, 'answer', a.answer,
           'answered_at', a.created_at, 'rubric', c.rubric,
           'model_answer_html', c.model_answer_html) order by a.place desc) filter (where a.id is not null), '[]')),
         case when count(a.id) = 20 then min(a.place) end
    from masterclass.require_module(slug) as opened
    left join page as a on true
    left join masterclass.case_reviews as c on c.id = a.case_id
$$;
revoke execute on function masterclass.case_answers_page(text, text) from public;
grant execute on function masterclass.case_answers_page(text, text) to authenticated;
