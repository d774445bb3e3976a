"""Formulas that would need their own result."""

from typing import Any

from shared.authoring.calculators.circles import circles_in

NONE: dict[str, Any] = {"formulas": [], "series": [], "tables": {}}


def formulas(**trees: object) -> dict[str, Any]:
    """A calculator of formulas alone."""
    return NONE | {"formulas": [{"key": key, "tree": tree} for key, tree in trees.items()]}


def test_none_in_what_goes_forward() -> None:
    """What asks for earlier results is fine, in whatever order it is written."""
    assert circles_in(formulas(a=["+", "b", "c"], b=["*", "c", 2], c=1)) == []


def test_each_is_named_by_its_way() -> None:
    """Itself, and by way of others."""
    assert circles_in(formulas(a=["+", "a", 1])) == ["a → a goes in a circle"]
    assert circles_in(formulas(a="b", b="c", c="a")) == ["a → b → c → a goes in a circle"]


def test_by_way_of_a_series_or_a_table() -> None:
    """A series that starts at a formula which sums it; the previous row is no circle."""
    column = {"start": "a", "tree": ["+", ["previous", "balance"], 1]}
    series = {"key": "years", "from": 1, "to": 9, "by": 1, "columns": [column]}
    summed = formulas(a=["over", "last", "years", "balance"]) | {"series": [series]}
    assert circles_in(summed) == ["a → series years → a goes in a circle"]
    steps = {"tax": {"steps": [{"from": "b", "rate": 1}]}}
    assert circles_in(formulas(b=["table", "tax", 1]) | {"tables": steps}) == ["b → table tax → b goes in a circle"]
