"""masterclass.score_percent: the one place where a score is rounded."""

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("earned", "asked", "percent"),
    [("0", 3, 0), ("3", 3, 100), ("1", 3, 33), ("2", 3, 67), ("1", 8, 13), ("0.125", 1, 13), ("6.9999", 10, 70)],
)
def test_halves_go_up(ask: Ask, earned: str, asked: int, percent: int) -> None:
    """A score is what was earned of all that was asked, in whole percent."""
    assert ask("select masterclass.score_percent(%s::numeric, %s)", earned, asked) == percent
