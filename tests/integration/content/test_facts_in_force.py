"""Over the database, as readers get it: no figure that nobody saw, or that is not in force, is taught as a rule."""

import re
from datetime import date

import psycopg

from shared.authoring.load import load_course
from tests.support.courses import load_rows
from tests.support.databases import Database
from tests.support.running import ROOT

COURSE = ROOT / "sql" / "course"
SPAN = re.compile(r'<span class="fact( not-in-force)?" data-fact="([^"]+)"')
NOT_IN_FORCE = {"proposed", "projected", "vacated", "ended"}


def test_no_figure_passes_for_more_than_it_is(database: Database) -> None:
    """Every dated figure of the whole course was seen, and is in force where it is taught as a rule."""
    load_rows(database, COURSE)
    with psycopg.connect(database.url("postgres")) as connection:
        facts = {key: (status, seen) for key, status, seen in connection.execute(
            "select key, status, seen from masterclass.facts")}  # fmt: skip
        shown = connection.execute(
            "select html from masterclass.content_blocks union all select html from masterclass.case_reviews"
            " union all select model_answer_html from masterclass.case_reviews"
            " union all select question_html || options::text from masterclass.quiz_questions"
        ).fetchall()
        verified = connection.execute("select count(*) from masterclass.facts where verified_on is not null").fetchone()
    used = [found for (html,) in shown for found in SPAN.findall(html.replace('\\"', '"'))]
    assert len(used) > 150
    for marked, key in used:
        status, seen = facts[key]
        assert seen != "none", key
        assert marked or status not in NOT_IN_FORCE, key
    assert verified == (0,)


def test_the_course_has_no_error_and_every_rule_holds() -> None:
    """The sixteen modules load on the day that they were written for, in the order of their numbers."""
    course, findings = load_course(COURSE, "sql/course", date(2026, 11, 28))
    assert course is not None, findings.errors()
    assert findings.faults() == []
    assert [module.folder[:2] for module in course.modules] == [f"{number:02}" for number in range(1, 17)]
    assert [module.slug for module in course.modules if module.head.preview] == [
        "cash-flow-and-net-worth", "student-loans-and-pslf"]  # fmt: skip
