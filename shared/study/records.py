"""The bodies of the requests about a member's own work: their plan, and what they set in calculators."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.records import Record

MOST_CHANGES = 400

Key = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,159}$")]
Written = Annotated[str, StringConstraints(max_length=4000)]
Number = Annotated[float, Field(allow_inf_nan=False)] | int


class PlanDate(Record):
    """A day that the member set; `date` null takes it out of the plan."""

    key: Key
    label: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)] | None = None
    date: Annotated[date, Field(strict=False)] | None
    repeats: Literal["none", "yearly", "monthly"] = "none"


class PlanChange(Record):
    """What to keep in the plan: entries and dates by their keys, null to take one out."""

    entries: dict[Key, Written | bool | Number | None] = Field(default={}, max_length=MOST_CHANGES)
    dates: list[PlanDate] = Field(default=[], max_length=MOST_CHANGES)


class CalculatorInputs(Record):
    """What a member set in a calculator, by input; null forgets all of it."""

    inputs: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")], Number] | None = Field(
        max_length=40
    )
