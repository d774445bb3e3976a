"""A dated fact: what it says, for when it holds, who says so, and how far anybody has looked."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from shared.authoring.records import Address, Decimal, Line, Prose
from shared.records import Record

FactKey = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$", max_length=100)]
PartName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]


def _first_day(written: str) -> date:
    year, month, day_of_month = [*(int(part) for part in written.split("-")), 1, 1][:3]
    return date(year, month, day_of_month)


def _is_a_date(written: str) -> str:
    if written != "undated":
        _first_day(written)
    return written


SourceDate = Annotated[
    str, StringConstraints(pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|undated)$"), AfterValidator(_is_a_date)
]
Status = Literal["in_force", "statute", "proposed", "projected", "vacated", "ended", "reported"]

NOT_IN_FORCE = frozenset({"proposed", "projected", "vacated", "ended"})


class Period(Record):
    """The days for which a fact holds, both counted; one that is left out is open."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, serialize_by_alias=True)

    first: date | None = Field(default=None, alias="from")
    until: date | None = None

    def said(self) -> str:
        """Return the period as a reader says it: `2026`, `July 1, 2026 on`, `standing`."""
        first, until = self.first, self.until
        if first and until:
            whole_years = (first.month, first.day, until.month, until.day) == (1, 1, 12, 31)
            if whole_years:
                return str(first.year) if first.year == until.year else f"{first.year} to {until.year}"
            return f"{day(first)} to {day(until)}"
        if first:
            return f"from {first.year if (first.month, first.day) == (1, 1) else day(first)}"
        return f"until {day(until)}" if until else "standing"


class FactSource(Record):
    """Where a fact was read; `short` is how a sentence names it, `locator` where in it."""

    title: Line
    publisher: Line
    short: Line | None = None
    url: Address
    locator: Line | None = None


class Change(Record):
    """What a fact said before, and the day on which the course took up the new value."""

    day: date
    before: Line
    note: Line | None = None


class Fact(Record):
    """A number or rule that changes with the year; `value` is shown as written, `number` is what it counts as."""

    key: FactKey
    value: Line
    number: Decimal | None = None
    parts: dict[PartName, Decimal] = Field(default={}, max_length=20)
    label: Line
    applies_to: Period
    status: Status
    source: FactSource
    source_date: SourceDate
    seen: Literal["primary", "secondary", "none"]
    verified_on: date | None = None
    verified_by: Line | None = None
    review_by: date
    changes: list[Change] = Field(default=[], max_length=50)
    seen_through: Prose | None = None
    notes: Prose | None = None

    def is_over(self, today: date) -> bool:
        """Return whether the period ended before `today`; what was once reported stays what was reported."""
        return self.status != "reported" and self.applies_to.until is not None and self.applies_to.until < today

    def source_day(self) -> date | None:
        """Return the source's day as far as it is known, the first of what is left open; None when it is undated."""
        return None if self.source_date == "undated" else _first_day(self.source_date)

    def provenance(self) -> str:
        """Return when it holds, who says so and whether anybody has checked it, as the reader sees it."""
        named = self.source.short or self.source.publisher
        return f"{self.applies_to.said()} · {named} {_dated(self.source_date)} · {self.checked()}"

    def checked(self) -> str:
        """Return whether a reviewer has looked it up, in words."""
        if self.verified_on is None:
            return "not yet checked by our reviewer"
        return f"checked by our reviewer ({self.verified_by}) on {day(self.verified_on)}"


class FactsFile(Record):
    """facts.yaml."""

    facts: list[Fact]


def day(when: date) -> str:
    """Return `when` in American English, the month shortened: `Nov 13, 2025`."""
    return f"{when:%b} {when.day}, {when.year}"


def _dated(written: SourceDate) -> str:
    """Return a source's date as far as it is known: `of Nov 13, 2025`, `of Nov 2025`, `of 2025`, `(undated)`."""
    if written == "undated":
        return "(undated)"
    first = _first_day(written)
    return f"of {first.year}" if len(written) == 4 else f"of {first:%b %Y}" if len(written) == 7 else f"of {day(first)}"
