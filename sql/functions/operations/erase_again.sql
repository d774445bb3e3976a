-- Erases those of a restored database whose keyed hashes are given: they had asked for it, and it was done, after the
-- backup was taken. Returns how many.
-- Definer: deletes from auth.users, which only the owner may.
create or replace function masterclass.erase_again(digests text[]) returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with gone as (
    delete from auth.users as a where masterclass.erasure_digest(a.id) = any (digests) returning a.id
  )
  select count(*)::integer from gone
$$;
comment on function masterclass.erase_again(text[]) is 'Erases those whom a restored backup brought back; for the owner alone.';
revoke execute on function masterclass.erase_again(text[]) from public;
