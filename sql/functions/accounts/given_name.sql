-- The name that somebody gives when they sign up, by the rule of PATCH account: no line breaks, nothing that is
-- invisible or turns the direction of what follows it. It stands on pages and on certificates.
create or replace function masterclass.given_name(metadata jsonb) returns text
language sql
immutable
set search_path = pg_catalog, pg_temp
as $$
  select left(btrim(regexp_replace(
           coalesce(metadata ->> 'name', ''),
           '[\u0001-\u0020\u007f-\u00a0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]+',
           ' ', 'g')), 200)
$$;
revoke execute on function masterclass.given_name(jsonb) from public;
