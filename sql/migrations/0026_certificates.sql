-- migrate:up

-- Certificates: issued once nothing is missing, frozen, to be compared by anyone who holds the paper.

-- What still stands between the member and the certificate. A module that was once completed stays so.
create function masterclass.missing_for_certificate(member uuid) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select coalesce(jsonb_agg(jsonb_build_object('module', m.slug, 'what', lacking.what)
                            order by m.order_index, lacking.place), '[]')
    from masterclass.content_modules as m
    left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = member
   cross join lateral (values
           (1, 'blocks', p.completed_at is null and not masterclass.blocks_are_marked(member, m.id)),
           (2, 'quiz', p.completed_at is null and not masterclass.quiz_is_passed(member, m.id)),
           (3, 'case', exists (select from masterclass.case_reviews as c
                                where c.module_id = m.id and c.retired_at is null)
                       and not exists (select from masterclass.case_answers as a
                                         join masterclass.case_reviews as c on c.id = a.case_id
                                        where a.user_id = member and c.module_id = m.id))
         ) as lacking (place, what, is_missing)
   where m.retired_at is null
     and lacking.is_missing
$$;

-- Twelve characters of Crockford's alphabet, 60 bits: not to be guessed, and easy to read from paper.
create function masterclass.certificate_code() returns text
language sql
volatile
set search_path = ''
as $$
  select string_agg(substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', (get_byte(uuid_send(gen_random_uuid()), 0) & 31) + 1, 1)
                    || case when n in (4, 8) then '-' else '' end, '' order by n)
    from generate_series(1, 12) as n
$$;

-- Issues the certificate once nothing is missing and access is full; what was issued stays as it was.
create function masterclass.issue_certificate(member uuid) returns void
language sql
security definer
set search_path = ''
as $$
  insert into masterclass.certificates (code, user_id, name, course, course_version, minutes, modules)
  select masterclass.certificate_code(), u.id, btrim(u.name), course.title, course.version, listed.minutes,
         listed.modules
    from masterclass.users as u
   cross join masterclass.course as course
   cross join (select sum(m.minutes) as minutes,
                      jsonb_agg(jsonb_build_object(
                        'module', m.slug, 'title', m.title, 'minutes', m.minutes, 'objectives', m.objectives,
                        'best_score_percent', p.best_score_percent) order by m.order_index) as modules
                 from masterclass.content_modules as m
                 left join masterclass.module_progress as p on p.module_id = m.id and p.user_id = member
                where m.retired_at is null) as listed
   where u.id = member
     and listed.modules is not null
     and masterclass.has_full_access(member)
     and not exists (select from masterclass.certificates as c where c.user_id = member)
     and masterclass.missing_for_certificate(member) = '[]'
      on conflict on constraint certificates_user_id_key do nothing
$$;

-- Who finished without having given a name gets theirs onto the certificate when they first give it, and then
-- it stays.
create function masterclass.name_certificate() returns trigger
language plpgsql
security definer
set search_path = ''
as $$
begin
  update masterclass.certificates as c
     set name = btrim(new.name)
   where c.user_id = new.id
     and c.name = '';
  return null;
end
$$;
create trigger users_name_certificate after update of name on masterclass.users
  for each row when (btrim(old.name) = '' and btrim(new.name) <> '')
  execute function masterclass.name_certificate();

create function masterclass.reader_certificate() returns jsonb
language plpgsql
security definer
set search_path = ''
as $$
declare
  reader  uuid := masterclass.require_reader();
  earned  text;
begin
  if reader is null then
    return jsonb_build_object('refusal', 'member');
  end if;
  if not masterclass.reader_has_full_access() then
    return jsonb_build_object('refusal', 'full-access');
  end if;
  -- Issued when the last thing was done; here for those whose access or course changed afterwards.
  perform masterclass.issue_certificate(reader);
  select c.code into earned from masterclass.certificates as c where c.user_id = reader;
  if earned is not null then
    return jsonb_build_object('state', 'earned', 'code', earned, 'missing', '[]'::jsonb);
  end if;
  return jsonb_build_object('state', 'missing', 'code', null, 'missing', masterclass.missing_for_certificate(reader));
end
$$;
grant execute on function masterclass.reader_certificate() to authenticated;

-- Anyone who holds the paper may compare it. Revoked means: the money was given back. A complimentary access
-- that merely ended revokes nothing.
create function masterclass.public_certificate(wanted_code text) returns jsonb
language sql
stable
security definer
set search_path = ''
as $$
  select jsonb_build_object(
           'code', c.code, 'name', nullif(c.name, ''), 'course', c.course, 'course_version', c.course_version,
           'minutes', c.minutes, 'modules', c.modules, 'issued_at', c.issued_at, 'cme_credit', false,
           'revoked', not masterclass.has_full_access(c.user_id)
                      and exists (select from masterclass.payments as p
                                   where p.user_id = c.user_id
                                     and p.paid_at is not null
                                     and not masterclass.payment_stands(p)))
    from masterclass.certificates as c
   where c.code = wanted_code
$$;
grant execute on function masterclass.public_certificate(text) to anon, authenticated;

-- migrate:down

-- Forward only: a mistake is corrected by the next migration.
