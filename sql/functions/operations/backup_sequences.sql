-- How far each sequence has come, {name: last value}: restored without them, the next message of an old conversation would
-- get place 1.
-- Definer: reads sequences, which the backup's login may not.
create or replace function masterclass.backup_sequences() returns jsonb
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(jsonb_object_agg(s.sequencename, s.last_value) filter (where s.last_value is not null), '{}')
    from pg_sequences as s
   where s.schemaname = 'masterclass'
$$;
comment on function masterclass.backup_sequences() is 'How far each sequence has come, for the backup.';
revoke execute on function masterclass.backup_sequences() from public;
grant execute on function masterclass.backup_sequences() to masterclass_backup;
