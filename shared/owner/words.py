"""How counts and months read in the report's sentences."""

from shared.owner.records import Told
from shared.owner.rules import BESIDE, SMALL

MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def in_words(count: Told) -> str:
    """Return a count that is told as a sentence says it."""
    return "fewer than five" if count == SMALL else "five or more" if count == BESIDE else f"{count:,}"


def month_in_words(month: str) -> str:
    """Return "2026-03" as March 2026."""
    year, _, number = month.partition("-")
    return f"{MONTHS[int(number) - 1]} {year}"
