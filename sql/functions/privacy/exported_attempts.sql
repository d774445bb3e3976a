-- A member's quiz attempts with every answer and every correction, one a row, in their order behind `after`:
-- as many as begin within `room` bytes, at least one.
-- Definer: reads quiz_attempts, quiz_responses and quiz_regrades of the member, which no role may.
create or replace function masterclass.exported_attempts(member uuid, after text, room integer)
returns table (place text, piece jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with places as (
    select a.id, masterclass.place_in_time(a.started_at, a.id) as place,
           6000 as size
      from masterclass.quiz_attempts as a
     where a.user_id = member
  ),
  fitting as (
    select p.id, p.place, sum(p.size) over (order by p.place) - p.size as before
      from places as p
     where p.place > coalesce(after, '')
  )
  select f.place,
         masterclass.attempt_summary(a) || jsonb_build_object(
           'responses', (select coalesce(jsonb_agg(jsonb_build_object(
                                  'question', q.question, 'chosen', r.chosen, 'credit', r.credit,
                                  'answered_at', r.answered_at) order by r.answered_at), '[]')
                           from masterclass.quiz_responses as r
                           join masterclass.quiz_questions as q on q.id = r.question_id
                          where r.attempt_id = a.id),
           'regrades', (select coalesce(jsonb_agg(to_jsonb(g) - 'id' - 'attempt_id' order by g.regraded_at), '[]')
                          from masterclass.quiz_regrades as g
                         where g.attempt_id = a.id))
    from fitting as f
    join masterclass.quiz_attempts as a on a.id = f.id
   where f.before < room
   order by f.place
$$;
revoke execute on function masterclass.exported_attempts(uuid, text, integer) from public;
