"""Small numbers: what may be told, and what somebody who subtracts could still find out."""

import itertools
import random
from collections.abc import Sequence

import pytest

from shared.owner.records import Told
from shared.owner.rules import BESIDE, SMALL, share, told, told_parts


@pytest.mark.parametrize(("count", "said"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (1200, 1200)])
def test_a_group_of_one_to_four_is_hidden(count: int, said: Told) -> None:
    """Nobody and five are told, what lies between is not."""
    assert told(count) == said


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ([], []),
        ([0, 0], [0, 0]),
        ([7, 12], [7, 12]),
        ([3, 0], ["<5", 0]),
        ([3, 7, 12], ["<5", "5+", 12]),
        ([2, 3, 12], ["<5", "<5", 12]),
        ([1, 1, 12, 30], ["<5", "<5", "5+", 30]),
        ([4, 4, 12, 30], ["<5", "<5", "5+", 30]),
        ([1, 5, 9, 30], ["<5", "5+", "5+", 30]),
    ],
)
def test_parts_of_a_total(counts: list[int], said: list[Told]) -> None:
    """A second part goes with a small one where subtraction would tell it, and a third where that is not enough."""
    assert told_parts(counts) == said


def readings(said: Sequence[Told], total: int) -> list[set[int]]:
    """Return, for each part, every count that fits what was said and the total: by trying all."""
    hidden = [place for place, one in enumerate(said) if isinstance(one, str)]
    left = total - sum(one for one in said if isinstance(one, int))
    reach = [range(1, 5) if said[place] == SMALL else range(5, left + 1) for place in hidden]
    fitting = [guess for guess in itertools.product(*reach) if sum(guess) == left]
    found = iter(zip(*fitting, strict=True))
    return [set(next(found)) if isinstance(one, str) else {one} for one in said]


def test_nobody_who_subtracts_finds_a_small_group() -> None:
    """In a thousand tables whoever tries every count that fits is left with at least two for each hidden group."""
    seeded = random.Random(7)
    for _ in range(1000):
        counts = [seeded.choice((0, 1, 2, 3, 4, 5, 6, 9, 14)) for _ in range(seeded.randint(1, 4))]
        said = told_parts(counts)
        large = sum(count > 4 for count in counts)
        if sum(one == BESIDE for one in said) == large:
            continue  # everything that could be hidden is: the total is small, and hidden too
        for one, fits in zip(said, readings(said, sum(counts)), strict=True):
            assert isinstance(one, int) or len(fits) > 1, (counts, said)


@pytest.mark.parametrize(
    ("part", "whole", "said"), [(5, 10, 0.5), (0, 10, 0.0), (0, 0, None), (3, 10, None), (2, 3, None), (0, 3, None)]
)
def test_a_share_tells_no_small_group(part: int, whole: int, said: float | None) -> None:
    """A share is told where both of its groups are."""
    assert share(part, whole) == said
