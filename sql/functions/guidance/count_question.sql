-- Counts one question of the reader's minute. Raises MC433 past `most`.
-- Definer: calls count_use for whoever may not.
create or replace function masterclass.count_question(most integer) returns void
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  refused text;
begin
  perform masterclass.count_use('question', most, interval '1 minute');
exception when sqlstate 'MC429' then
  get stacked diagnostics refused = pg_exception_detail;
  raise exception using errcode = 'MC433', message = 'too many questions at once', detail = refused;
end
$$;
revoke execute on function masterclass.count_question(integer) from public;
