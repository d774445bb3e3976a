-- Lets the guide leave out every block that shows a dated fact past its review, and take it up again once somebody has
-- looked. Returns how many blocks changed.
-- Definer: writes content_blocks, which the jobs role may not.
create or replace function masterclass.withhold_overdue_blocks() returns integer
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  with judged as (
    select b.id,
           exists (select from masterclass.facts as f
                    where f.review_by < current_date
                      and strpos(b.html, 'data-fact="' || f.key || '"') > 0) as overdue
      from masterclass.content_blocks as b
     where b.retired_at is null
  ), changed as (
    update masterclass.content_blocks as b
       set withheld_since = case when j.overdue then now() end
      from judged as j
     where j.id = b.id
       and j.overdue is distinct from (b.withheld_since is not null)
    returning b.id
  )
  select count(*)::integer from changed
$$;
comment on function masterclass.withhold_overdue_blocks() is 'Keeps passages with overdue facts from the guide.';
revoke execute on function masterclass.withhold_overdue_blocks() from public;
grant execute on function masterclass.withhold_overdue_blocks() to masterclass_jobs;
