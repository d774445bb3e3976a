"""A key was wrong: whoever it wronged gets what is theirs, nobody loses, and who it was can be told afterwards."""

import re
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from functions import quiz_attempts
from shared.authoring.load import load_course
from shared.authoring.sync import progress_at_stake, regrade_attempts, write_rows
from tests.integration.learning.conftest import RIGHT, WRONG, Student
from tests.support.databases import Database
from tests.support.events import call

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]
Edit = Callable[..., list[str]]

QUIZ, LESSON = "quiz.yaml", "lesson.md"
CORRECTED = (('text: "$50", correct: true', 'text: "$50"'), ('text: "$60"', 'text: "$60", correct: true'))


@pytest.fixture
def edit(functions: Database, course: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Edit]:
    """Replace words in a file of the first module and sync; afterwards the course is as it was."""
    monkeypatch.setenv("MIGRATION_DATABASE_URL", functions.url("postgres"))
    folder = course / "01-cash-flow"
    before = {name: (folder / name).read_text() for name in (QUIZ, LESSON)}

    def write(name: str, *changes: tuple[str, str], dry_run: bool = False) -> list[str]:
        text = (folder / name).read_text()
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / name).write_text(text)
        return _sync(course, dry_run=dry_run)

    yield write
    for name, text in before.items():
        (folder / name).write_text(text)
    _sync(course)


def test_a_corrected_key_reaches_practice(student: Make, edit: Edit) -> None:
    """What the new key calls right is not practiced, what it calls wrong is, as it is asked and graded today."""
    ann, bob = student(), student()
    ann.submit(*RIGHT)
    bob.submit(("single", ["b"]), *RIGHT[1:])
    old = ann.questions()["single"]
    edit(QUIZ, *CORRECTED)
    assert bob.quiz("?practice=missed").json["questions"] == []
    (missed,) = ann.quiz("?practice=missed").json["questions"]
    assert missed["id"] != old
    feedback = ann.submit((missed["id"], ["b"]), practice=True).json["feedback"][0]
    assert (feedback["correct"], feedback["correct_options"]) == (True, ["b"])
    assert ann.submit((old, ["a"]), practice=True).status == 422, "the wrong key is told nobody any more"


def test_a_regrade_only_raises(student: Make, edit: Edit, rows: Rows) -> None:
    """Whom the wrong key cost gets score, pass and completion; whom it favored keeps theirs; once is enough."""
    ann, bob = student(), student()
    ann.submit(*RIGHT)
    bob.read()
    bob.submit(("single", ["b"]), ("multiple", ["a", "b"]), ("numeric", ["330000"]))
    assert bob.standing()["state"] == "in_progress"
    edit(QUIZ, *CORRECTED)
    told = regrade_attempts(apply=False)
    assert f"would raise {bob.member.email}'s 67% (not passed) to 100% (passed) by cash-flow/rate" in told
    assert f"{ann.member.email} keeps 100% (passed): cash-flow/rate was corrected to 67% (not passed)" in told
    assert bob.standing()["best_score_percent"] == 67, "to list is not to apply"
    regrade_attempts(apply=True)
    standing = bob.standing()
    assert (standing["best_score_percent"], standing["passed"], standing["state"]) == (100, True, "completed")
    assert _attempts(bob)["attempts"][0]["score_percent"] == 100
    assert ann.standing()["best_score_percent"] == 100
    regrade_attempts(apply=True)
    kept = rows(
        "select score_before, score_after from masterclass.quiz_regrades as g"
        " join masterclass.quiz_attempts as a on a.id = g.attempt_id where a.user_id = %s",
        bob.member.id,
    )
    assert kept == [(67, 100)]


def test_who_was_affected_is_told_afterwards(student: Make, edit: Edit) -> None:
    """After all was applied the list still says whom the correction raised, when, by which question."""
    bob = student()
    bob.submit(("single", ["b"]), *RIGHT[1:])
    edit(QUIZ, *CORRECTED)
    regrade_attempts(apply=True)
    (line,) = [line for line in regrade_attempts(apply=False) if bob.member.email in line]
    assert line.startswith("raised on 20")
    assert line.endswith(f"{bob.member.email}'s 67% to 100% by cash-flow/rate, and passed by it")


@pytest.mark.parametrize("limits", ["limit", "cooldown"])
def test_an_attempt_at_a_wrong_question_is_not_counted(student: Make, edit: Edit, rows: Rows, limits: str) -> None:
    """Who has used up their attempts, or has to wait, on a question found wrong may begin again at once."""
    column = "attempt_limit = 1" if limits == "limit" else "quiz_cooldown_minutes = 60"
    rows(f"update masterclass.content_modules set {column} where slug = 'cash-flow' returning 1")
    bob = student()
    bob.submit(*WRONG)
    bob.again()
    assert bob.submit(*RIGHT).status in {409, 429}
    quiz = {"limit": "attempts: 1", "cooldown": "cooldown_minutes: 60"}[limits]
    edit(LESSON, ("preview: true", f"preview: true\nquiz: {{{quiz}}}"))
    edit(QUIZ, *CORRECTED)
    assert _attempts(bob)["retake"]["possible"] is True
    assert _attempts(bob)["retake"]["used"] == 0
    assert bob.submit(("single", ["b"]), *RIGHT[1:]).json["passed"] is True
    bob.again()
    assert bob.submit(*RIGHT).status in {409, 429}, "the attempt at the corrected quiz counts"


def test_moved_options_are_known_by_their_words(student: Make, edit: Edit) -> None:
    """Options that changed places, with the key, correct nothing: nobody is listed and nothing is to practice."""
    ann = student()
    ann.submit(*RIGHT)
    edit(
        QUIZ,
        *(
            (f'id: {old}, text: "${sum_}"', f'id: {new}, text: "${sum_}"')
            for old, new, sum_ in (("a", "b", "50"), ("b", "a", "60"))
        ),
    )
    assert not [line for line in regrade_attempts(apply=False) if ann.member.email in line]
    assert ann.quiz("?practice=missed").json["questions"] == []


def test_bold_is_not_another_question(student: Make, edit: Edit) -> None:
    """How a question looks changes in place: its id goes on, and so do the answers given to it."""
    ann = student()
    before = ann.questions()
    said = edit(QUIZ, ("**half**", "half"), ("Half of 100.", "Half of **100**."))
    assert "show anew question cash-flow/rate" in said
    assert ann.questions() == before
    assert "<strong>" not in ann.quiz().json["questions"][0]["question_html"]
    feedback = ann.submit(("single", ["a"])).json["feedback"][0]
    assert "<strong>100</strong>" in feedback["explanations_html"]["a"]


def test_a_lowered_mark_passes_who_reaches_it(student: Make, edit: Edit) -> None:
    """Quiz, dashboard, attempt and certificate say the same of a changed mark, for attempts made before it too."""
    bob, late = student(paid=True), student()
    bob.read()
    bob.submit(("single", ["b"]), *RIGHT[1:])
    late.submit(("single", ["b"]))
    assert _says(bob) == (False, False, False, 70)
    edit(LESSON, ("preview: true", "preview: true\nquiz: {pass_percent: 60}"))
    assert _says(bob) == (True, True, True, 60)
    assert bob.standing()["state"] == "completed"
    assert {"module": bob.module, "what": "quiz"} not in bob.certificate().json["missing"]
    assert late.submit(*RIGHT[1:]).json["passed"] is True
    edit(LESSON, ("pass_percent: 60", "pass_percent: 90"))
    assert _says(bob) == (True, True, True, 90), "what was passed stays passed"


def test_a_renamed_section_says_who_is_there(student: Make, edit: Edit, course: Path) -> None:
    """Renaming without a word loses progress, and the check says whose; `was: old-id` keeps it."""
    ann = student()
    ann.read()
    (course / "01-cash-flow" / LESSON).write_text(
        (course / "01-cash-flow" / LESSON).read_text().replace("{#how-it-works}", "{#new-id}")
    )
    quiz = course / "01-cash-flow" / QUIZ
    quiz.write_text(quiz.read_text().replace("block: how-it-works", "block: new-id"))
    (said,) = progress_at_stake(_loaded(course))
    assert re.fullmatch(
        r"retire block cash-flow/how-it-works: \d+ members? ha(s|ve) progress there, which is lost unless it is renamed"
        r" by \{#new-id was=how-it-works\} at its new heading",
        said,
    )
    told = edit(LESSON, ("{#new-id}", "{#new-id was: how-it-works}"))
    (said,) = [line for line in told if line.startswith("rename block")]
    assert re.fullmatch(
        r"rename block cash-flow/how-it-works to new-id: \d+ members? ha(s|ve) progress there, which is kept", said
    )
    assert ann.progress(f"?module={ann.module}")["blocks_read"] == ["what-it-is", "new-id"]


def test_a_renamed_module_keeps_its_progress(student: Make, edit: Edit, course: Path) -> None:
    """With `was: old-slug` a module goes on under its new slug, with whatever was read and passed in it."""
    ann = student()
    ann.read()
    ann.submit(*RIGHT)
    listed, here, there = course / "course.yaml", course / "01-cash-flow", course / "01-money-in"
    before = listed.read_text()
    edit(LESSON, ("preview: true", "preview: true\nwas: cash-flow"))
    try:
        here.rename(there)
        listed.write_text(before.replace("01-cash-flow", "01-money-in"))
        assert any(line.startswith("rename module cash-flow to money-in") for line in _sync(course))
        assert ann.at("money-in").standing()["state"] == "completed"
    finally:
        there.rename(here)
        listed.write_text(before)
        edit(LESSON, ("was: cash-flow", "was: money-in"))
    assert ann.standing()["state"] == "completed"


def _sync(course: Path, *, dry_run: bool = False) -> list[str]:
    return write_rows(_loaded(course), dry_run=dry_run)


def _loaded(course: Path) -> Any:
    loaded, findings = load_course(course, course.name)
    assert loaded, findings.errors()
    return loaded


def _attempts(student: Student) -> Any:
    return call(quiz_attempts.handler, "GET", f"/quiz-attempts/{student.module}", token=student.member.token).json


def _says(student: Student) -> tuple[bool, bool, bool, int]:
    """Return what quiz, dashboard and newest attempt say of having passed, and the mark."""
    quiz = student.quiz().json
    return (
        quiz["passed"],
        student.standing()["passed"],
        _attempts(student)["attempts"][0]["passed"],
        quiz["pass_percent"],
    )
