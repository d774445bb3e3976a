"""Study time is counted from words, and measured where enough questions were answered."""

from collections.abc import Callable
from pathlib import Path

import psycopg

from shared.authoring.load import load_course
from shared.authoring.study_time import CASE_ANSWER_SECONDS, QUESTION_SECONDS, study_minutes, words_in
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.members import Member

ANSWERED = """
with attempt as (
  insert into masterclass.quiz_attempts
         (id, user_id, module_id, question_ids, pass_percent, started_at, completed_at, score_percent)
  select gen_random_uuid(), %(member)s, q.module_id, array[q.id], 70, now() - interval '1 day', now(), 100
    from masterclass.quiz_questions as q, generate_series(1, %(times)s)
   where q.kind = 'single' and q.retired_at is null
     and q.module_id = (select id from masterclass.content_modules where slug = 'cash-flow')
  returning id, question_ids[1] as question_id, started_at
)
insert into masterclass.quiz_responses (attempt_id, question_id, chosen, credit, answered_at)
select id, question_id, '["a"]', 1, started_at + make_interval(secs => %(seconds)s) from attempt
"""


def test_minutes_follow_the_readers(functions: Database, member: Callable[..., Member], tmp_path: Path) -> None:
    """Defaults stand until 200 answers of a kind were measured; from then on their median counts."""
    folder = write_course(tmp_path / "course")
    course, _ = load_course(folder)
    assert course is not None
    module = course.modules[0]
    counted = (60 * words_in(module) / 230 + sum(QUESTION_SECONDS.values())) / 60
    assert study_minutes(module) == round(counted)
    with_case = course.modules[2]
    assert with_case.case is not None
    assert study_minutes(with_case) >= CASE_ANSWER_SECONDS / 60

    load_rows(functions, folder)
    assert _minutes(functions) == study_minutes(module)
    ann = member()
    measured = study_minutes(module, {"single": 300})
    for times, seconds, expected in ((199, 600, study_minutes(module)), (300, 300, measured)):
        with psycopg.connect(functions.url("postgres")) as connection:
            connection.execute(ANSWERED.encode(), {"member": ann.id, "times": times, "seconds": seconds})
        load_rows(functions, folder)
        assert _minutes(functions) == expected, times
    assert measured > study_minutes(module)


def _minutes(database: Database) -> int:
    with psycopg.connect(database.url("postgres")) as connection:
        row = connection.execute("select minutes from masterclass.content_modules where slug = 'cash-flow'").fetchone()
    assert row is not None
    return int(row[0])
