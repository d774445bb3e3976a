"""What a whole series comes to."""

import math

import pytest

from shared.authoring.calculators.summaries import NOTHING, SUMMED, greatest, is_true, least

INDEX = [1.0, 2.0, 3.0]


@pytest.mark.parametrize(
    ("name", "values", "other", "result"),
    [
        ("first_where", [0, 0, 1], -1, 3),
        ("first_where", [0, 0, 0], -1, -1),
        ("at", [5, 6, 7], 2, 6),
        ("last", [5, 6, 7], 0, 7),
        ("total", [1, 2, 3], 0, 6),
        ("average", [1, 2, 6], 0, 3),
        ("least", [3, 1, 2], 0, 1),
        ("greatest", [3, 1, 2], 0, 3),
        ("count", [1, 0, 5], 0, 2),
        ("share", [1, 0, 0], 0, 1 / 3),
        ("quantile", [9, 1, 5], 0.5, 5),
        ("quantile", [9, 1, 5], 7, 9),
        ("crossing", [-1, 1, 3], 0, 1.5),
        ("crossing", [1, 2, 3], -1, -1),
        ("crossing", [0, 2, 3], -1, 1),
    ],
)
def test_a_number(name: str, values: list[float], other: float, result: float) -> None:
    """Each summary's answer for three rows."""
    assert SUMMED[name](INDEX, [float(value) for value in values], other) == pytest.approx(result)


@pytest.mark.parametrize("name", ["at", "last", "average", "least", "greatest", "share", "quantile"])
def test_of_nothing(name: str) -> None:
    """No rows have no such number."""
    assert math.isnan(SUMMED[name]([], [], 0.5))


def test_what_has_no_value_stays_so() -> None:
    """One row without a value leaves the least and the greatest without one; it is not true either."""
    assert math.isnan(least([1, NOTHING, 0]))
    assert math.isnan(greatest([1, NOTHING, 9]))
    assert not is_true(NOTHING)
