-- Raises MC422 with the faults of `answers` against the questions asked, where there are any.
-- Definer: calls answer_faults, which no role may.
create or replace function masterclass.require_fitting(answers jsonb, questions uuid[]) returns void
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  faults jsonb := masterclass.answer_faults(answers, questions);
begin
  if faults <> '[]' then
    raise exception using errcode = 'MC422', message = 'answers do not fit their questions',
      detail = jsonb_build_object('errors', faults);
  end if;
end
$$;
revoke execute on function masterclass.require_fitting(jsonb, uuid[]) from public;
