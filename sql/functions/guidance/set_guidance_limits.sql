-- Sets what members may ask and what the guide may cost in a day, from the settings of the platform.
-- Definer: writes guidance_limits, which no role may.
create or replace function masterclass.set_guidance_limits(free integer, full_access integer, burst integer, spend bigint)
returns void
language sql
security definer
set search_path = pg_catalog, pg_temp
as $$
  update masterclass.guidance_limits
     set questions_free = free, questions_full = full_access, burst_per_minute = burst, daily_spend_microusd = spend,
         updated_at = now()
   where (questions_free, questions_full, burst_per_minute, daily_spend_microusd)
         is distinct from (free, full_access, burst, spend)
$$;
revoke execute on function masterclass.set_guidance_limits(integer, integer, integer, bigint) from public;
grant execute on function masterclass.set_guidance_limits(integer, integer, integer, bigint) to masterclass_jobs;
