-- Every figure of the owner's report, exact and of one moment; small groups are hidden before anything is kept.
-- Definer: calls the figures, each of which reads what no role may.
create or replace function masterclass.owner_figures() returns jsonb
language plpgsql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
begin
  -- A year of answers is hashed and sorted: in memory, and without compiling, for this transaction alone.
  perform set_config('work_mem', '96MB', true), set_config('jit', 'off', true);
  return jsonb_build_object(
    'modules', (select coalesce(jsonb_agg(jsonb_build_object('slug', m.slug, 'title', m.title) order by m.order_index), '[]')
                  from masterclass.content_modules as m
                 where m.retired_at is null),
    'currencies', (select coalesce(jsonb_object_agg(c.currency, masterclass.currency_exponent(c.currency)), '{}')
                     from (select distinct p.currency::text as currency from masterclass.payments as p) as c),
    'sales', masterclass.figures_sales(),
    'refunds', masterclass.figures_refunds(),
    'funnel', masterclass.figures_funnel(),
    'blocks', masterclass.figures_blocks(),
    'completion', masterclass.figures_completion(),
    'items', masterclass.figures_items(),
    'guide', masterclass.figures_guide());
end
$$;
revoke execute on function masterclass.owner_figures() from public;
grant execute on function masterclass.owner_figures() to masterclass_jobs;
