-- Twelve characters of Crockford's alphabet, 60 bits: not to be guessed, and easy to read from paper.
create or replace function masterclass.certificate_code() returns text
language sql
volatile
set search_path = pg_catalog, pg_temp
as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(uuid_send(gen_random_uuid()), 0) & 31) + 1, 1)
                    || case when n in (4, 8) then '-' else '' end, '' order by n)
    from generate_series(1, 12) as n
$$;
revoke execute on function masterclass.certificate_code() from public;
