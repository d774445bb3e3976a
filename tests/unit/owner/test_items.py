"""Questions that want a look, in words: planted faults are named, sound questions are left alone."""

from collections.abc import Sequence
from typing import Any

import pytest

from shared.owner.items import flags, picks_table, questions_table

Pick = tuple[str, bool, int, int, int]


def item(picks: Sequence[Pick] = (), **more: Any) -> dict[str, Any]:
    """Return a question with 100 answers: option, whether right, picks of everyone, the lowest, the highest."""
    names = ("id", "correct", "everyone", "lowest", "highest")
    options = [dict(zip(names, pick, strict=True)) | {"text": pick[0]} for pick in picks]
    sound = {"n": 100, "right_answers": 60, "correlation": 0.4, "group_size": 27, "kind": "single"}
    about = {"module": "m", "key": "k", "version": 1, "question": "Which?"}
    return sound | about | {"options": options} | more


SWAPPED = [("a", True, 30, 12, 4), ("b", False, 60, 8, 22), ("c", False, 10, 7, 1)]
SOUND = [("a", True, 60, 10, 24), ("b", False, 25, 10, 3), ("c", False, 15, 7, 0)]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (item(SOUND), []),
        (item(SWAPPED), ["the best pick B: is the key right?"]),
        (item([("a", True, 70, 10, 24), ("b", False, 30, 17, 3), ("c", False, 0, 0, 0)]), ["nobody picks C"]),
        (item([("a", True, 70, 10, 24), ("b", False, 29, 17, 3), ("c", False, 1, 1, 0)]), ["hardly anybody picks C"]),
        (item(SOUND, correlation=-0.2), ["whoever knows the rest is wrong here: is the key right?"]),
        (item(SOUND, correlation=0.02), ["says little about who knows the rest"]),
        (item(SOUND, right_answers=97), ["nearly everybody is right"]),
        (item(SOUND, right_answers=20), ["few are right"]),
        (item(kind="numeric", correlation=None), []),
        (item([("c", False, 0, 0, 0)], n=29), []),
        (
            item([("a", True, 80, 20, 10), ("b", True, 90, 20, 27), ("c", False, 70, 10, 20)], kind="multiple"),
            ["the best pick C: is the key right?", "the best leave out A: is the key right?"],
        ),
    ],
    ids=str,
)  # fmt: skip
def test_what_is_said_of_a_question(asked: dict[str, Any], says: list[str]) -> None:
    """Each fault has its words, and nothing is said of a question that is sound or hardly answered."""
    assert flags(asked) == says


def test_figures_begin_at_thirty_answers() -> None:
    """With 29 answers there is neither share nor correlation nor picks; with 30 there are."""
    few, enough = item(SOUND, n=29), item(SOUND, n=30, right_answers=15)
    first, second = questions_table([few, enough]).rows
    assert (first["n"], first["right"], first["correlation"]) == (29, None, None)
    assert (second["n"], second["right"], second["correlation"]) == (30, 0.5, 0.4)
    assert {row["group"] for row in picks_table([few]).rows} == set()
    assert len(picks_table([enough]).rows) == 3


def test_picks_hide_small_groups() -> None:
    """Of a group whose size is told, a small number of picks is hidden with a second one."""
    rows = picks_table([item(SOUND)]).rows
    assert [row["lowest"] for row in rows] == [10, 10, 7]
    assert [row["highest"] for row in rows] == ["5+", "<5", 0]
    assert [row["correct"] for row in rows] == ["key", "", ""]
