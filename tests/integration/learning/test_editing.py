"""An author edits a question after it was answered: old attempts keep theirs, a dry run says who would change."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions import quiz_attempts
from shared.authoring.load import load_course
from shared.authoring.sync import write_rows
from tests.integration.learning.conftest import RIGHT, Student
from tests.support.databases import Database
from tests.support.events import call

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]
Edit = Callable[..., list[str]]


@pytest.fixture
def edit(functions: Database, course: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Replace words in the first module's quiz and sync: `edit(("old", "new"), dry_run=True)`."""
    monkeypatch.setenv("MIGRATION_DATABASE_URL", functions.url("postgres"))
    quiz = course / "01-cash-flow" / "quiz.yaml"
    before = quiz.read_text()

    def write(*changes: tuple[str, str], dry_run: bool = False) -> list[str]:
        text = quiz.read_text()
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        quiz.write_text(text)
        loaded, findings = load_course(course, course.name)
        assert loaded, findings.errors()
        said = write_rows(loaded, dry_run=dry_run)
        if dry_run:
            quiz.write_text(before)
        return said

    return write


SWAP = ((', text: "$50", correct: true', ', text: "$50"'), (', text: "$60"', ', text: "$60", correct: true'))


def test_a_dry_run_lists_who_would_change(student: Make, edit: Edit, rows: Rows) -> None:
    """Each attempt that the new key would grade otherwise is named with both scores; nobody else, nothing written."""
    ann, bob, cat = student(), student(), student()
    ann.submit(*RIGHT)
    bob.submit(("single", ["b"]), *RIGHT[1:])
    cat.submit(("numeric", ["330000"]))
    before = rows("select id, retired_at from masterclass.quiz_questions order by id")
    said = edit(*SWAP, dry_run=True)
    assert "retire question cash-flow/rate (version 1)" in said
    assert [line for line in said if "@example.com" in line] == sorted(
        [
            _would_change(ann, "100% (passed)", "67% (not passed)"),
            _would_change(bob, "67% (not passed)", "100% (passed)"),
        ]
    )
    assert rows("select id, retired_at from masterclass.quiz_questions order by id") == before
    assert any("open attempt" in line and cat.member.email in line for line in edit(('"330000"', '"1"'), dry_run=True))


def test_a_new_wording_alone_changes_nobody(student: Make, edit: Edit) -> None:
    """A question that is asked otherwise but graded the same names nobody."""
    student().submit(*RIGHT)
    said = edit(("Which of these are parts?", "Which are parts?"), dry_run=True)
    assert "add question cash-flow/parts (version 2)" in said
    assert not [line for line in said if "@" in line]


def test_old_attempts_keep_their_question_and_score(student: Make, edit: Edit) -> None:
    """Text, options, key and score of a past attempt are those it was made with; a new one asks the new question."""
    ann, bob = student(), student()
    ann.submit(*RIGHT)
    bob.submit(("numeric", ["330000"]))
    before = _attempt(ann)
    old = ann.questions()
    edit(*SWAP, ("Income is $100.", "Pay is $100."))
    after = _attempt(ann)
    (correction,) = after.pop("corrections")
    assert before.pop("corrections") == []
    assert after == before
    assert before["score_percent"] == 100
    assert correction["question_id"] == old["single"]
    assert "Pay is $100." in correction["question"]["question_html"]
    assert (correction["feedback"]["correct"], correction["feedback"]["correct_options"]) == (False, ["b"])
    assert bob.questions() == old, "an open attempt goes on with the questions it was asked"
    assert bob.submit(("single", ["a"]), ("multiple", ["a", "b"])).json["score_percent"] == 100
    ann.again()
    assert ann.questions()["single"] != old["single"]
    assert "Pay is $100." in ann.quiz().json["questions"][0]["question"]
    assert ann.submit((old["single"], ["a"])).status == 422, "a retired version cannot be answered any more"
    assert ann.submit(*RIGHT).json["score_percent"] == 67
    assert ann.quiz().json["best_score_percent"] == 100


def _attempt(student: Student) -> Any:
    url = f"/quiz-attempts/{student.module}/{student.attempt_id}"
    return call(quiz_attempts.handler, "GET", url, token=student.member.token).json


def _would_change(student: Student, before: str, after: str) -> str:
    return (
        f"change {student.member.email}'s {before} to {after} under the new cash-flow/rate; the attempt keeps its score"
    )
