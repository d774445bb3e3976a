-- Keeps that the reader agreed to a version of the terms; the first time counts.
-- Definer: writes terms_agreements, which no role may; the reader's own alone.
create or replace function masterclass.agree_to_terms(agreed_version text) returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  insert into masterclass.terms_agreements (user_id, version, place)
  values (auth.uid(), agreed_version, 'page')
      on conflict on constraint terms_agreements_pkey do nothing
$$;
revoke execute on function masterclass.agree_to_terms(text) from public;
grant execute on function masterclass.agree_to_terms(text) to authenticated;
