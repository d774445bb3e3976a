"""Over the database, as readers get it: no figure that nobody saw, or that is not in force, is taught as a rule."""

import re
from collections.abc import Generator
from datetime import date

import psycopg
import pytest

from shared.authoring.load import load_course
from tests.support.courses import load_rows
from tests.support.databases import Database
from tests.support.running import ROOT

COURSE = ROOT / "sql" / "course"
SPAN = re.compile(r'<span class="fact( not-in-force)?" data-fact="([^"]+)"[^>]*>([^<]*)</span>')
LISTED = re.compile(r'<details class="dated">.*?</details>', re.DOTALL)  # each there with how far it is in force
FIGURE = re.compile(r"\$?\d[\d,]*\.?\d*%?")
NOT_IN_FORCE = {"proposed", "projected", "vacated", "ended"}
SERVED = """
select html from masterclass.content_blocks
union all select html || model_answer_html from masterclass.case_reviews
union all select question_html || options::text || explanations_html::text from masterclass.quiz_questions
union all select coalesce(plan::text, '') from masterclass.module_tools
"""


@pytest.fixture
def course(database: Database) -> Generator[psycopg.Connection]:
    """A database that holds the whole course."""
    load_rows(database, COURSE)
    with psycopg.connect(database.url("postgres")) as connection:
        yield connection


def test_no_figure_passes_for_more_than_it_is(course: psycopg.Connection) -> None:
    """Every dated figure that a reader meets was seen, and is in force where it is taught as a rule.

    That holds of lessons, cases, questions, explanations, pages of the plan and what calculators count with. A figure
    that is not in force stands nowhere as bare digits either.
    """
    facts = {
        key: (value, status, seen)
        for key, value, status, seen in course.execute("select key, value, status, seen from masterclass.facts")
    }
    served = [html.replace('\\"', '"') for (html,) in course.execute(SERVED)]
    used = [(marked, key) for html in served for marked, key, _ in SPAN.findall(html)]
    counted = course.execute(
        "select fact ->> 'key' from masterclass.module_tools, jsonb_path_query(calculator, '$.facts.*') as fact"
    ).fetchall()
    assert (len(used) > 150, len(counted) > 30) == (True, True)
    for marked, key in [*used, *(("", key) for (key,) in counted)]:
        _, status, seen = facts[key]
        assert seen != "none", key
        assert marked or status not in NOT_IN_FORCE, key
    bare = " ".join(SPAN.sub(" ", LISTED.sub(" ", html)) for html in served)
    out = [value for value, status, seen in facts.values() if seen == "none" or status in NOT_IN_FORCE]
    figures = {figure for value in out for figure in FIGURE.findall(value) if len(figure) > 5}
    assert len(figures) >= 3
    assert [figure for figure in figures if figure in bare] == []


def test_nobody_is_said_to_have_verified(course: psycopg.Connection) -> None:
    """No fact has a day of verification, because no person has opened a live page."""
    counted = "select count(*) from masterclass.facts where verified_on is not null or verified_by is not null"
    assert course.execute(counted).fetchone() == (0,)


def test_the_course_has_no_error_and_every_rule_holds() -> None:
    """The sixteen modules load on the day that they were written for, in the order of their numbers."""
    course, findings = load_course(COURSE, "sql/course", date(2026, 11, 28))
    assert course is not None, findings.errors()
    assert findings.faults() == []
    assert [module.folder[:2] for module in course.modules] == [f"{number:02}" for number in range(1, 17)]
    assert [module.slug for module in course.modules if module.head.preview] == [
        "cash-flow-and-net-worth", "student-loans-and-pslf"]  # fmt: skip
