-- Attempts whose answers are worth something else under the questions that this transaction has added, for an author to
-- hear of before the change. An answer that the new version cannot grade (its option is gone) counts as it did.
create or replace function masterclass.regraded_attempts()
returns table (email text, slug text, completed_at timestamptz, score_percent integer, pass_percent integer,
               regraded_percent integer, keys text[])
language sql
stable
set search_path = pg_catalog, pg_temp
as $$
  with replaced as (
    select former.id as former_id, former.key, successor
      from masterclass.quiz_questions as successor
      join masterclass.quiz_questions as former
        on former.module_id = successor.module_id
       and former.key = successor.key
       and former.version < successor.version
     where successor.created_at = now()
       and successor.retired_at is null
  )
  select u.email, m.slug, a.completed_at, a.score_percent, a.pass_percent,
         masterclass.score_percent(sum(regraded.credit), cardinality(a.question_ids)),
         array_agg(replaced.key order by replaced.key) filter (where regraded.credit <> r.credit)
    from masterclass.quiz_attempts as a
    join masterclass.users as u on u.id = a.user_id
    join masterclass.content_modules as m on m.id = a.module_id
    join masterclass.quiz_responses as r on r.attempt_id = a.id
    left join replaced on replaced.former_id = r.question_id
   cross join lateral (
           select case when replaced.former_id is not null
                        and masterclass.answer_fault(replaced.successor, r.chosen) is null
                       then masterclass.credit(replaced.successor, r.chosen)
                       else r.credit
                  end as credit) as regraded
   where a.id in (select o.attempt_id
                    from masterclass.quiz_responses as o
                    join replaced as p on p.former_id = o.question_id)
   group by a.id, u.email, m.slug
  having bool_or(regraded.credit <> r.credit)
   order by u.email, a.started_at
$$;
revoke execute on function masterclass.regraded_attempts() from public;
