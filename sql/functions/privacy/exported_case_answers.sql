-- A member's answers to cases, one a row, in their order behind `after`:
-- as many as begin within `room` bytes, at least one.
-- Definer: reads case_answers of the member, which no role may.
create or replace function masterclass.exported_case_answers(member uuid, after text, room integer)
returns table (place text, piece jsonb)
language sql
stable
security definer
set search_path = pg_catalog, pg_temp
as $$
  with places as (
    select a.id, masterclass.place_in_time(a.created_at, a.id) as place,
           octet_length(a.answer) as size
      from masterclass.case_answers as a
     where a.user_id = member
  ),
  fitting as (
    select p.id, p.place, sum(p.size) over (order by p.place) - p.size as before
      from places as p
     where p.place > coalesce(after, '')
  )
  select f.place,
         jsonb_build_object('case', c.title, 'answer', a.answer, 'created_at', a.created_at)
    from fitting as f
    join masterclass.case_answers as a on a.id = f.id
    join masterclass.case_reviews as c on c.id = a.case_id
   where f.before < room
   order by f.place
$$;
revoke execute on function masterclass.exported_case_answers(uuid, text, integer) from public;
