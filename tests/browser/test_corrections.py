"""A key that was wrong: who answered by it is told, sees the question as it stands today, and loses nothing."""

import shutil
import uuid
from collections.abc import Callable, Generator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.instance import Instance
from tests.browser.reader import Reader
from tests.browser.stories import COURSE, FIRST, course

pytestmark = pytest.mark.browser

KEY = "why-one-definition"
FORMER, TODAY = "A trend can be read only", "Money in a retirement plan may not"


@pytest.fixture
def correct_the_key(instance: Instance, tmp_path: Path) -> Generator[Callable[[], None]]:
    """Make another option of one question the right one, as an owner does; at the end it is as it was."""
    copy = tmp_path / "course"
    shutil.copytree(COURSE, copy)
    quiz = copy / next(COURSE.glob("01-*")).name / "quiz.yaml"
    before, marked, after = quiz.read_text().partition(f"key: {KEY}\n")
    lines = after.replace(", correct: true", "", 1).replace('counted as kept"', 'counted as kept", correct: true', 1)

    def correct() -> None:
        quiz.write_text(before + marked + lines)
        instance.command("course", "sync", str(copy))

    yield correct
    instance.command("course", "sync", str(COURSE))


def test_a_correction_is_shown(reader: Reader, correct_the_key: Callable[[], None]) -> None:
    """After a correction the attempt shows what was answered then and what is right today, and its score stands."""
    reader.sign_up()
    attempt = _answer_by_the_key(reader)
    correct_the_key()
    reader.open(f"/quiz/{FIRST}?attempt={attempt}")
    reader.page.get_by_text("This attempt scored 100%.").wait_for()
    notice = reader.page.get_by_role("region", name="Correction")
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text("We have corrected this question since you answered it.")
    expect(notice).to_contain_text("Nobody's score was lowered by it.")
    expect(notice.locator(".correct")).to_contain_text(TODAY)
    expect(reader.page.locator("form.reviewed", has=notice).locator("> * .correct").first).to_contain_text(FORMER)
    assert reader.violations() == []


def _answer_by_the_key(reader: Reader) -> str:
    """Answer the first quiz as its key is, and return the attempt's id."""
    asked = {one["question"]: one["id"] for one in reader.ask(f"get-quiz/{FIRST}")["questions"]}
    answers = [
        {"question_id": asked[one.question], "chosen": one.correct_answer} for one in course().modules[0].questions
    ]
    attempt = str(uuid.uuid4())
    assert reader.ask("submit-quiz", "POST", {"module": FIRST, "attempt_id": attempt, "answers": answers})["passed"]
    return attempt
