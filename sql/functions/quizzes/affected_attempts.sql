-- Attempts that asked a question whose key was corrected by a version added since: what they scored, what they would
-- score under the questions of today (`regraded_percent`), and what is theirs when nobody loses (`raised_percent`).
create or replace function masterclass.affected_attempts(added_since timestamptz)
returns table (attempt_id uuid, email text, slug text, completed_at timestamptz, score_percent integer,
               pass_percent integer, regraded_percent integer, raised_percent integer, keys text[])
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with corrected as (
    select asked, today
      from masterclass.quiz_questions as today
      join masterclass.quiz_questions as asked
        on asked.module_id = today.module_id
       and asked.key = today.key
       and asked.version < today.version
     where today.retired_at is null
       and today.created_at >= added_since
       and masterclass.is_corrected(asked, today)
  )
  select a.id, u.email, m.slug, a.completed_at, a.score_percent, a.pass_percent,
         masterclass.score_percent(sum(regraded.credit), cardinality(a.question_ids)),
         masterclass.score_percent(sum(greatest(r.credit, regraded.credit)), cardinality(a.question_ids)),
         array_agg((c.asked).key order by (c.asked).key) filter (where regraded.credit <> r.credit)
    from masterclass.quiz_attempts as a
    join masterclass.users as u on u.id = a.user_id
    join masterclass.content_modules as m on m.id = a.module_id
    join masterclass.quiz_responses as r on r.attempt_id = a.id
    left join corrected as c on (c.asked).id = r.question_id
   cross join lateral (
           select coalesce(masterclass.credit_today(c.asked, c.today, r.chosen, r.credit), r.credit) as credit) as regraded
   where a.id in (select o.attempt_id
                    from masterclass.quiz_responses as o
                    join corrected as p on (p.asked).id = o.question_id)
   group by a.id, u.email, m.slug
  having bool_or(regraded.credit <> r.credit)
   order by u.email, a.started_at
$$;
revoke execute on function masterclass.affected_attempts(timestamptz) from public;
