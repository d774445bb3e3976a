-- The day that a certificate is dated: where its learner confirmed it from, in UTC until they have.
create or replace function masterclass.day_of_issue(certificate masterclass.certificates) returns date
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(certificate.issued_on, (certificate.issued_at at time zone 'UTC')::date)
$$;
revoke execute on function masterclass.day_of_issue(masterclass.certificates) from public;
