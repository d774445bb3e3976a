"""What a whole series comes to: its total, its last row, the first row where something holds."""

import math
from collections.abc import Callable

NOTHING = math.nan
Summary = Callable[[list[float], list[float], float], float]


def is_true(value: float) -> bool:
    """Return whether a condition holds: it has a value, and that is not zero."""
    return value == value and value != 0


def least(values: list[float]) -> float:
    """Return the least; nothing where one has no value."""
    found = values[0] if values else NOTHING
    for value in values:
        found = value if value < found or value != value else found
    return found


def greatest(values: list[float]) -> float:
    """Return the greatest; nothing where one has no value."""
    found = values[0] if values else NOTHING
    for value in values:
        found = value if value > found or value != value else found
    return found


def _first_where(index: list[float], values: list[float], otherwise: float) -> float:
    return next((place for place, value in zip(index, values, strict=True) if is_true(value)), otherwise)


def _at(index: list[float], values: list[float], wanted: float) -> float:
    return next((value for place, value in zip(index, values, strict=True) if place == wanted), NOTHING)


def _last(_index: list[float], values: list[float], _other: float) -> float:
    return values[-1] if values else NOTHING


def _total(_index: list[float], values: list[float], _other: float) -> float:
    total = 0.0
    for value in values:
        total = total + value
    return total


def _average(index: list[float], values: list[float], other: float) -> float:
    return _total(index, values, other) / len(values) if values else NOTHING


def _count(_index: list[float], values: list[float], _other: float) -> float:
    return float(sum(1 for value in values if is_true(value)))


def _share(index: list[float], values: list[float], other: float) -> float:
    return _count(index, values, other) / len(values) if values else NOTHING


def _quantile(_index: list[float], values: list[float], part: float) -> float:
    """The value below which a part of all lies: the nearest one of those there are."""
    if not values or any(value != value for value in values) or part != part:
        return NOTHING
    position = math.floor(min(max(part, 0.0), 1.0) * (len(values) - 1) + 0.5)
    return sorted(values)[position]


def _crossing(index: list[float], values: list[float], otherwise: float) -> float:
    """Where the values go through zero for the first time, between two rows as a straight line does."""
    for number in range(1, len(values)):
        before, after = values[number - 1], values[number]
        if before == 0:
            return index[number - 1]
        if (before < 0) != (after < 0) and after == after and before == before:
            return index[number - 1] + (index[number] - index[number - 1]) * (before / (before - after))
    return otherwise


SUMMED: dict[str, Summary] = {
    "first_where": _first_where,
    "at": _at,
    "last": _last,
    "total": _total,
    "average": _average,
    "least": lambda _index, values, _other: least(values),
    "greatest": lambda _index, values, _other: greatest(values),
    "count": _count,
    "share": _share,
    "quantile": _quantile,
    "crossing": _crossing,
}
