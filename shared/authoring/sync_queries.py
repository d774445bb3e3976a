"""Every SQL statement that writes the course, and what it is compared with."""

from collections.abc import Mapping
from typing import Any, LiteralString

from psycopg import Connection
from psycopg.rows import dict_row

Row = dict[str, Any]

LOCK = "select pg_advisory_xact_lock(hashtext('masterclass.course'))"

SELECT_COURSE = """
    select title, summary, version, disclaimer, price_amount_minor, price_currency, seat_tiers
      from masterclass.course
"""
UPSERT_COURSE = """
    insert into masterclass.course (title, summary, version, disclaimer, price_amount_minor, price_currency, seat_tiers)
    values (%(title)s, %(summary)s, %(version)s, %(disclaimer)s, %(price_amount_minor)s, %(price_currency)s,
            %(seat_tiers)s)
        on conflict (singleton) do update
       set title = excluded.title,
           summary = excluded.summary,
           version = excluded.version,
           disclaimer = excluded.disclaimer,
           price_amount_minor = excluded.price_amount_minor,
           price_currency = excluded.price_currency,
           seat_tiers = excluded.seat_tiers
"""

SELECT_FACTS = """
    select key, value, number, label, source_url, as_of, source_date, status, seen, applies_from, applies_until,
           verified_on, verified_by, review_by
      from masterclass.facts
"""
UPSERT_FACT = """
    insert into masterclass.facts
           (key, value, number, label, source_url, as_of, source_date, status, seen, applies_from, applies_until,
            verified_on, verified_by, review_by)
    values (%(key)s, %(value)s, %(number)s, %(label)s, %(source_url)s, %(as_of)s, %(source_date)s, %(status)s,
            %(seen)s, %(applies_from)s, %(applies_until)s, %(verified_on)s, %(verified_by)s, %(review_by)s)
        on conflict (key) do update
       set value = excluded.value,
           number = excluded.number,
           label = excluded.label,
           source_url = excluded.source_url,
           as_of = excluded.as_of,
           source_date = excluded.source_date,
           status = excluded.status,
           seen = excluded.seen,
           applies_from = excluded.applies_from,
           applies_until = excluded.applies_until,
           verified_on = excluded.verified_on,
           verified_by = excluded.verified_by,
           review_by = excluded.review_by
"""
DELETE_FACT = "delete from masterclass.facts where key = %(key)s"

SELECT_MODULES = """
    select id, slug, title, summary, content, order_index, minutes, is_preview, objectives, source_list,
           quiz_pass_percent, attempt_limit, quiz_cooldown_minutes, question_count, has_case, retired_at, version
      from masterclass.content_modules
"""
INSERT_MODULE = """
    insert into masterclass.content_modules
           (id, slug, title, summary, content, order_index, minutes, is_preview, objectives, source_list,
            quiz_pass_percent, attempt_limit, quiz_cooldown_minutes, question_count, has_case)
    values (%(id)s, %(slug)s, %(title)s, %(summary)s, %(content)s, %(order_index)s, %(minutes)s, %(is_preview)s,
            %(objectives)s, %(source_list)s, %(quiz_pass_percent)s, %(attempt_limit)s, %(quiz_cooldown_minutes)s,
            %(question_count)s, %(has_case)s)
"""
UPDATE_MODULE = """
    update masterclass.content_modules
       set slug = %(slug)s,
           title = %(title)s,
           summary = %(summary)s,
           content = %(content)s,
           order_index = %(order_index)s,
           minutes = %(minutes)s,
           is_preview = %(is_preview)s,
           objectives = %(objectives)s,
           source_list = %(source_list)s,
           quiz_pass_percent = %(quiz_pass_percent)s,
           attempt_limit = %(attempt_limit)s,
           quiz_cooldown_minutes = %(quiz_cooldown_minutes)s,
           question_count = %(question_count)s,
           has_case = %(has_case)s,
           version = version + 1,
           retired_at = null
     where id = %(id)s
"""
RETIRE_MODULE = "update masterclass.content_modules set retired_at = now() where id = %(id)s"

SELECT_BLOCKS = """
    select id, module_id, key, version, position, heading, html, text, retired_at
      from masterclass.content_blocks
"""
INSERT_BLOCK = """
    insert into masterclass.content_blocks (id, module_id, key, position, heading, html, text)
    values (%(id)s, %(module_id)s, %(key)s, %(position)s, %(heading)s, %(html)s, %(text)s)
"""
UPDATE_BLOCK = """
    update masterclass.content_blocks
       set key = %(key)s,
           position = %(position)s,
           heading = %(heading)s,
           html = %(html)s,
           text = %(text)s,
           version = version + 1,
           retired_at = null
     where id = %(id)s
"""
RETIRE_BLOCK = "update masterclass.content_blocks set retired_at = now() where id = %(id)s"

SELECT_MEDIA = """
    select id, module_id, kind, path, content_type, size_bytes, sha256, object_key, url
      from masterclass.media
"""
UPSERT_MEDIA = """
    insert into masterclass.media
           (id, module_id, kind, path, content_type, size_bytes, sha256, object_key, url)
    values (%(id)s, %(module_id)s, %(kind)s, %(path)s, %(content_type)s, %(size_bytes)s, %(sha256)s,
            %(object_key)s, %(url)s)
        on conflict (id) do update
       set path = excluded.path,
           object_key = excluded.object_key,
           url = excluded.url
"""
DELETE_MEDIA = "delete from masterclass.media where id = %(id)s"

SELECT_TOOLS = "select module_id, calculator, plan from masterclass.module_tools"
UPSERT_TOOLS = """
    insert into masterclass.module_tools (module_id, calculator, plan)
    values (%(module_id)s, %(calculator)s, %(plan)s)
        on conflict (module_id) do update
       set calculator = excluded.calculator,
           plan = excluded.plan
"""

SELECT_QUESTIONS = """
    select id, module_id, block_id, key, version, position, kind, question, question_html, options, unit,
           correct_answer, tolerance, explanations, explanations_html, retired_at
      from masterclass.quiz_questions
     order by version
"""
INSERT_QUESTION = """
    insert into masterclass.quiz_questions
           (id, module_id, block_id, key, version, position, kind, question, question_html, options, unit,
            correct_answer, tolerance, explanations, explanations_html)
    values (%(id)s, %(module_id)s, %(block_id)s, %(key)s, %(version)s, %(position)s, %(kind)s, %(question)s,
            %(question_html)s, %(options)s, %(unit)s, %(correct_answer)s, %(tolerance)s, %(explanations)s,
            %(explanations_html)s)
"""
# Where it stands and how it looks: what is asked and how it is graded stay, and with them the version.
UPDATE_QUESTION = """
    update masterclass.quiz_questions
       set position = %(position)s,
           block_id = %(block_id)s,
           question_html = %(question_html)s,
           options = %(options)s,
           explanations_html = %(explanations_html)s
     where id = %(id)s
"""
RETIRE_QUESTION = "update masterclass.quiz_questions set retired_at = now() where id = %(id)s"

# How long a question of each kind takes, from one answer to the next, where enough were given. Whoever comes back after
# a quarter of an hour was elsewhere. To a quarter of a minute, so that two syncs seldom differ.
SELECT_MEDIANS = """
    with waits as (
      select r.question_id,
             extract(epoch from r.answered_at - lag(r.answered_at, 1, a.started_at)
                                                over (partition by a.id order by r.answered_at)) as seconds
        from masterclass.quiz_responses as r
        join masterclass.quiz_attempts as a on a.id = r.attempt_id
    )
    select q.kind,
           (15 * greatest(1, round(percentile_cont(0.5) within group (order by w.seconds) / 15)))::integer as seconds
      from waits as w
      join masterclass.quiz_questions as q on q.id = w.question_id
     where w.seconds between 3 and 900
     group by q.kind
    having count(*) >= 200
"""

SELECT_CASES = """
    select id, module_id, key, version, title, prompt, html, text, rubric, model_answer, model_answer_html, retired_at
      from masterclass.case_reviews
     order by version
"""
INSERT_CASE = """
    insert into masterclass.case_reviews
           (id, module_id, key, version, title, prompt, html, text, rubric, model_answer, model_answer_html)
    values (%(id)s, %(module_id)s, %(key)s, %(version)s, %(title)s, %(prompt)s, %(html)s, %(text)s, %(rubric)s,
            %(model_answer)s, %(model_answer_html)s)
"""
RETIRE_CASE = "update masterclass.case_reviews set retired_at = now() where id = %(id)s"

# A course that lost a block or a quiz, or lowered a pass mark, may have completed modules for members who come back
# only later.
COMPLETE_MODULES = "select masterclass.pass_reached_marks(), masterclass.complete_modules()"

SELECT_AFFECTED_BY_THIS = """
    select email, slug, completed_at, score_percent, pass_percent, regraded_percent, keys
      from masterclass.affected_attempts(now())
"""
SELECT_AFFECTED = """
    select email, slug, completed_at, score_percent, pass_percent, regraded_percent, raised_percent, keys
      from masterclass.affected_attempts('-infinity')
"""
SELECT_REGRADES = """
    select u.email, m.slug, g.question_keys as keys, g.score_before, g.score_after, g.passed_by_it, g.regraded_at
      from masterclass.quiz_regrades as g
      join masterclass.quiz_attempts as a on a.id = g.attempt_id
      join masterclass.users as u on u.id = a.user_id
      join masterclass.content_modules as m on m.id = a.module_id
     order by g.regraded_at, u.email
"""
REGRADE_ATTEMPTS = "select masterclass.regrade_attempts()"

# Where members are: how many have marked a block, or stand in it.
SELECT_BLOCK_PROGRESS = """
    select b.id,
           (select count(*)
              from (select c.user_id from masterclass.completed_blocks as c where c.block_id = b.id
                     union
                    select p.user_id from masterclass.module_progress as p where p.block_id = b.id) as held) as members
      from masterclass.content_blocks as b
     where b.retired_at is null
"""


def rows(connection: Connection, query: LiteralString) -> list[Row]:
    """Return what `query` selects, each row by its columns' names."""
    with connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(query).fetchall()


def write(connection: Connection, statement: LiteralString, values: Mapping[str, object]) -> None:
    """Execute `statement` with `values`; lists and dicts go in as jsonb."""
    from psycopg.types.json import Jsonb

    connection.execute(
        statement, {name: Jsonb(value) if isinstance(value, list | dict) else value for name, value in values.items()}
    )
