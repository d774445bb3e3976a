-- Keeps the answer to a call of the sign-up hook and returns the one that was given first: null, or a refusal in words.
-- A sign-up that is not refused is counted for its address, `most` in a day, erased accounts included; Supabase Auth
-- calls up to three times for one sign-up, which is counted once.
-- Definer: writes lasting_limits, which no role may.
create or replace function masterclass.answer_signup(call uuid, refusal text, address text, most integer) returns text
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  answer text := refusal;
begin
  insert into masterclass.signup_hook_calls (id, refusal) values (call, answer) on conflict (id) do nothing;
  if not found then
    return (select c.refusal from masterclass.signup_hook_calls as c where c.id = call);
  end if;
  if answer is null and address <> '' then
    insert into masterclass.lasting_limits as l (address, action, window_start, used)
    values (masterclass.keyed_digest(lower(address)), 'sign-up', now(), 1)
        on conflict on constraint lasting_limits_pkey do update
       set window_start = case when l.window_start <= now() - interval '1 day' then now() else l.window_start end,
           used         = case when l.window_start <= now() - interval '1 day' then 1 else l.used + 1 end
     where l.window_start <= now() - interval '1 day'
        or l.used < most;
    if not found then
      answer := 'This address has been signed up too often today. Please try again tomorrow.';
      update masterclass.signup_hook_calls as c set refusal = answer where c.id = call;
    end if;
  end if;
  return answer;
end
$$;
revoke execute on function masterclass.answer_signup(uuid, text, text, integer) from public;
grant execute on function masterclass.answer_signup(uuid, text, text, integer) to masterclass_jobs;
