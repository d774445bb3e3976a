-- Issues the reader's certificate for good: printed with the name that they confirm, dated the day it was where they are.
-- Once only; the same name again is no news. Raises MC401, MC402, MC409 while something is missing or with another name
-- later, MC422 for a time zone that there is not.
-- Definer: writes certificates, which no role may; the reader's own alone.
create or replace function masterclass.confirm_certificate(printed_name text, zone text) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  answer jsonb := masterclass.reader_certificate();
  printed masterclass.certificates;
begin
  if answer ->> 'state' <> 'earned' then
    raise exception using errcode = 'MC409', detail = '{"says": "Something is still missing for your certificate."}';
  end if;
  update masterclass.certificates as c
     set name = printed_name, confirmed_at = now(), issued_on = (c.issued_at at time zone zone)::date
   where c.user_id = auth.uid()
     and c.confirmed_at is null;
  select c.* into printed from masterclass.certificates as c where c.user_id = auth.uid();
  if printed.name <> printed_name then
    raise exception using errcode = 'MC409', detail = jsonb_build_object(
      'says', format('Your certificate is issued to %s. Write to us where the name has to change.', printed.name));
  end if;
  return answer;
exception
  when invalid_parameter_value then
    raise exception using errcode = 'MC422', message = 'there is no such time zone',
      detail = '{"errors": [{"pointer": "/time_zone", "detail": "there is no such time zone"}]}';
end
$$;
revoke execute on function masterclass.confirm_certificate(text, text) from public;
grant execute on function masterclass.confirm_certificate(text, text) to authenticated;
