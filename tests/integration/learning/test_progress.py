"""Progress: where one is and how far, kept as it happens and never lost."""

from collections.abc import Callable
from typing import Any

import pytest

from functions import progress
from tests.integration.learning.conftest import BLOCKS, MODULES, PAID, PREVIEW, RIGHT, SECOND, WRONG, Student
from tests.support.events import call

Make = Callable[..., Student]
Rows = Callable[..., list[tuple[Any, ...]]]


def test_a_new_member_has_begun_nothing(student: Make) -> None:
    """Before anything was read every module is listed, not started, and there is nowhere to go on."""
    assert student().progress() == {
        "completed_percent": 0,
        "resume": None,
        "modules": [
            {
                "module": module,
                "state": "not_started",
                "block": None,
                "seconds": 0,
                "best_score_percent": None,
                "passed": False,
            }
            for module in MODULES
        ],
    }


def test_reading_begins_a_module(student: Make) -> None:
    """A place that was kept is where the reader goes on, to the second, and its module is in progress."""
    ann = student()
    assert ann.put(BLOCKS[1], seconds=75).status == 204
    shown = ann.progress()
    assert shown["resume"] == {"module": PREVIEW, "block": BLOCKS[1], "seconds": 75}
    assert shown["completed_percent"] == 0
    assert ann.standing()["state"] == "in_progress"
    assert (ann.standing()["block"], ann.standing()["seconds"]) == (BLOCKS[1], 75)


def test_the_newest_place_is_where_one_goes_on(student: Make) -> None:
    """Each module keeps its own place; resume names the newest of all, and a place without seconds is at 0."""
    ann = student()
    ann.put(BLOCKS[0], seconds=12)
    ann.at(SECOND).put(BLOCKS[1])
    assert ann.progress()["resume"] == {"module": SECOND, "block": BLOCKS[1], "seconds": 0}
    assert ann.standing()["seconds"] == 12
    ann.put(BLOCKS[1], seconds=3)
    assert ann.progress()["resume"] == {"module": PREVIEW, "block": BLOCKS[1], "seconds": 3}


def test_a_quiz_alone_begins_a_module_too(student: Make) -> None:
    """A completed quiz shows its score, and a passed one counts; the module waits for its blocks."""
    ann = student()
    ann.submit(*WRONG)
    assert (ann.standing()["state"], ann.standing()["best_score_percent"], ann.standing()["passed"]) == (
        "in_progress",
        0,
        False,
    )
    ann.again()
    ann.submit(*RIGHT)
    assert (ann.standing()["state"], ann.standing()["best_score_percent"], ann.standing()["passed"]) == (
        "in_progress",
        100,
        True,
    )
    assert ann.progress()["completed_percent"] == 100 * 1 // 9


@pytest.mark.parametrize("quiz_first", [True, False])
def test_blocks_and_quiz_complete_a_module(student: Make, *, quiz_first: bool) -> None:
    """Every block marked and the quiz passed, in whichever order, is completed; all but one is not."""
    ann = student()
    steps: list[Callable[[], object]] = [ann.read, lambda: ann.submit(*RIGHT)]
    for step in steps if not quiz_first else reversed(steps):
        assert ann.standing()["state"] != "completed"
        step()
    assert ann.standing()["state"] == "completed"
    assert ann.progress()["completed_percent"] == 100 * 3 // 9


def test_completed_stays_completed(student: Make, rows: Rows) -> None:
    """A failed retake, a place further up and a course that grows take nothing back."""
    ann = student(module=SECOND)
    ann.read()
    ann.submit(*RIGHT)
    ann.again()
    ann.submit(*WRONG)
    ann.put(BLOCKS[0], completed=False)
    _, added = _grow(rows, SECOND)
    assert ann.standing()["state"] == "completed"
    assert (ann.standing()["best_score_percent"], ann.standing()["passed"]) == (100, True)
    assert ann.progress()["completed_percent"] == 100 * 3 // 10
    rows("delete from masterclass.content_blocks where id = %s returning id", added)


def test_a_course_that_shrinks_completes_a_module(student: Make, rows: Rows) -> None:
    """When the last unread block leaves the course, what is left was read and passed: completed."""
    ann = student(module=SECOND)
    module, added = _grow(rows, SECOND)
    ann.read()
    ann.submit(*RIGHT)
    assert ann.standing()["state"] == "in_progress"
    rows("update masterclass.content_blocks set retired_at = now() where id = %s returning id", added)
    assert ann.standing()["state"] == "completed"
    rows("select masterclass.complete_modules()")  # as the sync does
    rows("update masterclass.content_blocks set retired_at = null where id = %s returning id", added)
    assert ann.standing()["state"] == "completed"
    rows("delete from masterclass.content_blocks where id = %s and module_id = %s returning id", added, module)


def _grow(rows: Rows, module: str) -> tuple[Any, ...]:
    return rows(
        "insert into masterclass.content_blocks (module_id, key, position, heading, html, text)"
        " select id, 'new', 3, 'New', '', '' from masterclass.content_modules where slug = %s returning module_id, id",
        module,
    )[0]


def test_marking_twice_counts_once(student: Make) -> None:
    """A block is marked or not; marking it again, or reading on without a mark, changes no figure."""
    ann = student()
    for _ in range(3):
        ann.put(BLOCKS[0], completed=True)
    ann.put(BLOCKS[0], seconds=5)
    assert ann.progress()["completed_percent"] == 100 * 1 // 9
    assert ann.progress(f"?module={PREVIEW}")["blocks_read"] == [BLOCKS[0]]
    assert ann.progress(f"?module={SECOND}")["blocks_read"] == []


def test_a_place_that_does_not_exist_is_not_kept(student: Make) -> None:
    """An unknown block or module is 404, the wall 402, seconds out of bounds or an unknown field 422."""
    ann = student()
    assert ann.put("nowhere").status == 404
    assert ann.at("nowhere").put(BLOCKS[0]).status == 404
    assert ann.at(PAID).put(BLOCKS[0]).status == 402
    for seconds in (-1, 86_401, 1.5, "1", None):
        assert ann.put(BLOCKS[0], seconds=seconds).status == 422
    assert ann.put(BLOCKS[0], seconds=86_400).status == 204
    assert ann.put(BLOCKS[0], unknown=1).status == 422
    assert ann.progress()["resume"]["seconds"] == 86_400


def test_progress_is_ones_own(student: Make) -> None:
    """Nobody's reading moves anybody else, and a guest has none."""
    ann, bob = student(), student()
    ann.read()
    assert bob.progress()["completed_percent"] == 0
    for method in ("GET", "PUT"):
        answer = call(progress.handler, method, "/progress", json_body={} if method == "PUT" else None)
        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert call(progress.handler, "HEAD", "/progress", token=ann.member.token).body == b""


def test_each_film_keeps_its_second(student: Make) -> None:
    """A block's films are kept apart, the newest second of each; reading on without one forgets none of them."""
    ann = student()
    ann.put(BLOCKS[1], seconds=75)
    ann.put(BLOCKS[1], film=2, seconds=30)
    ann.put(BLOCKS[1], film=2, seconds=20)
    ann.put(BLOCKS[0])
    known = ann.progress(f"?module={PREVIEW}")
    assert known["films"] == [
        {"block": BLOCKS[1], "film": 1, "seconds": 75},
        {"block": BLOCKS[1], "film": 2, "seconds": 20},
    ]
    assert known["resume"] == {"module": PREVIEW, "block": BLOCKS[0], "seconds": 0}
    assert student().progress(f"?module={PREVIEW}")["films"] == []


@pytest.mark.parametrize("film", [0, 21, "2"])
def test_a_block_has_few_films(student: Make, film: object) -> None:
    """A film that no block has room for is refused."""
    assert student().put(BLOCKS[1], film=film, seconds=1).status == 422
