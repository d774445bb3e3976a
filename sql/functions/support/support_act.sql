-- Does one thing for the member with an address, and writes down who did it and why, or does neither. Twice is once: what
-- changes nothing is not written down. Returns {"done", …}. Actions: grant, extend, revoke, quiz-reset {"module"}, move
-- {"to"}, resend. Two acts for one address wait for each other.
-- Definer: calls the acts, each of which writes what no role may.
create or replace function masterclass.support_act
  (actor text, action text, address text, reason text, detail jsonb) returns jsonb
language plpgsql
security definer
set search_path = pg_catalog, pg_temp
as $$
declare
  whom   uuid;
  other  uuid;
  result jsonb := '{}';
  done   boolean;
begin
  perform pg_advisory_xact_lock(hashtextextended(named.address, 60))
     from (select lower(support_act.address) as address union select lower(detail ->> 'to') order by 1) as named
    where named.address is not null;
  whom := case when action in ('grant', 'extend', 'revoke') then masterclass.member_of(address)
               else masterclass.require_member(address) end;
  case action
    when 'grant' then done := masterclass.support_grant(address, actor, reason, detail);
    when 'extend' then done := masterclass.support_extend(address, detail);
    when 'quiz-reset' then done := masterclass.support_reset_quiz(whom, detail ->> 'module');
    when 'revoke' then
      result := masterclass.support_revoke(address);
      done := result <> '{"grants": 0, "purchases": 0}';
    when 'move' then
      other := masterclass.require_member(detail ->> 'to');
      done := masterclass.support_move(whom, other);
      if done then
        perform masterclass.write_audit(other, '', actor, 'moved-here', reason, '{}');
        detail := '{}'; -- neither account's record names the other
      end if;
    when 'resend' then
      result := coalesce(masterclass.support_resend(whom, actor, reason), '{}');
      return result || jsonb_build_object('done', result <> '{}');
  end case;
  if done then
    perform masterclass.write_audit(whom, address, actor, action, reason, jsonb_strip_nulls(detail));
  end if;
  return result || jsonb_build_object('done', done);
end
$$;
revoke execute on function masterclass.support_act(text, text, text, text, jsonb) from public;
