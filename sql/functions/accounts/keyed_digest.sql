-- A digest that nobody can work out or try out without this database's key: two rounds of SHA-256 with the key before
-- each, so that nothing can be added behind (Bellare, Canetti, Krawczyk, "Keying Hash Functions", 1996).
-- Definer: reads digest_key, which no role may.
create or replace function masterclass.keyed_digest(digested text) returns bytea
language sql
stable
strict
security definer
set search_path = pg_catalog, pg_temp
as $$
  select sha256(k.key || sha256(k.key || convert_to(digested, 'UTF8')))
    from masterclass.digest_key as k
$$;
revoke execute on function masterclass.keyed_digest(text) from public;
