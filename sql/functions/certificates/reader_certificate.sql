-- The reader's certificate, or what is still missing. Raises MC401, MC402.
-- Definer: reads and writes certificates, which no role may; the reader's own alone.
create or replace function masterclass.reader_certificate() returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  reader  uuid := masterclass.require_reader();
  earned  text;
begin
  if not masterclass.reader_has_full_access() then
    raise exception using errcode = 'MC402', message = 'certificates are part of full access';
  end if;
  -- Issued when the last thing was done; here for those whose access or course changed afterwards.
  perform masterclass.issue_certificate(reader);
  select c.code into earned from masterclass.certificates as c where c.user_id = reader;
  if earned is not null then
    return jsonb_build_object('state', 'earned', 'code', earned, 'missing', '[]'::jsonb);
  end if;
  return jsonb_build_object('state', 'missing', 'code', null, 'missing', masterclass.missing_for_certificate(reader));
end
$$;
revoke execute on function masterclass.reader_certificate() from public;
grant execute on function masterclass.reader_certificate() to authenticated;
