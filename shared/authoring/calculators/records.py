"""calculator.yaml, field by field."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from shared.authoring.facts import FactKey, PartName
from shared.authoring.records import Line
from shared.records import Record

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Formula = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]
Figure = int | float
Quantity = int | float | Formula  # a number, or an expression over inputs, facts and formulas
FactReference = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.]*(#[a-z][a-z0-9_]*)?$", max_length=160)]
Unit = Literal[
    "usd",
    "percent",
    "number",
    "months",
    "years",
    "weeks",
    "days",
    "hours",
    "minutes",
    "wrvu",
    "visits",
    "patients",
    "members",
    "payments",
    "points",
    "choice",
]
Ink = Literal["green", "red", "amber", "ink", "green-wash", "red-wash", "amber-wash", "shade"]

__all__ = ["CalculatorFile", "FactKey", "PartName"]


class Choice(Record):
    """One answer of a choice; `value` is what formulas see."""

    value: Figure
    label: Line


class Input(Record):
    """What the reader sets. A percentage is written as shown (6.5) and is 0.065 in formulas."""

    key: Name
    label: Line
    unit: Unit
    default: Figure
    least: Figure = 0
    most: Figure = 1
    step: Figure = 1
    options: list[Choice] = Field(default=[], max_length=12)
    help: Line | None = None


class Step(Record):
    """One step of a table; the last has no `up_to`."""

    up_to: Quantity | None = None
    value: Quantity


class Table(Record):
    """Bands: `whole` gives the step's value for the whole amount, `marginal` sums each slice at its own rate."""

    kind: Literal["whole", "marginal"]
    edge: Literal["included", "excluded"] = "included"
    fact: FactReference | None = None
    steps: list[Step] = Field(min_length=1, max_length=30)


class Worked(Record):
    """A formula with the name that the reader sees."""

    key: Name
    label: Line
    formula: Formula
    unit: Unit = "usd"
    decimals: int | None = Field(default=None, ge=0, le=4)


class Column(Record):
    """A column of a series; `start` is its value before the first row, for `previous(key)`."""

    key: Name
    label: Line
    formula: Formula
    start: Quantity | None = None
    unit: Unit = "usd"
    decimals: int | None = Field(default=None, ge=0, le=4)


class Series(Record):
    """Rows over months, years, volumes or draws: `index` runs from `from` to `to`, both counted."""

    key: Name
    index: Name
    label: Line
    first: Quantity = Field(alias="from")
    to: Quantity
    by: Quantity = 1
    unit: Unit = "number"
    columns: list[Column] = Field(min_length=1, max_length=24)


class Said(Record):
    """A sentence, said when its condition holds; the first that fits is said."""

    when: Formula | None = None
    text: Line


class Output(Record):
    """What the reader learns: the formula `key`, and a sentence around it."""

    key: Name
    sentences: list[Said] = Field(min_length=1, max_length=8)


class Layer(Record):
    """A layer of a chart over a series; a band lies between `column` and `upper`."""

    kind: Literal["line", "step", "stack", "band", "dots"]
    column: Name
    upper: Name | None = None
    label: Line
    ink: Ink
    dash: bool = False


class Mark(Record):
    """A place on the horizontal axis, drawn only where its condition holds."""

    at: Formula
    when: Formula | None = None
    label: Line


class Range(Record):
    """A stretch of the horizontal axis."""

    first: Formula = Field(alias="from")
    until: Formula
    label: Line


class Axis(Record):
    """The ends of a histogram's axis; what lies beyond is counted in the outermost bars."""

    first: Formula = Field(alias="from")
    until: Formula


class Part(Record):
    """A part of a bar."""

    value: Name
    label: Line
    ink: Ink


class Bar(Record):
    """A bar of one or more parts, stacked; `limit` draws a lid, `range` a stretch to compare the one part with."""

    label: Line
    parts: list[Part] = Field(min_length=1, max_length=6)
    limit: Name | None = None
    range: list[Name] | None = Field(default=None, min_length=2, max_length=2)
    total: bool = False


class Grid(Record):
    """Rows and columns with one cell of each column lit; `level` is the row that is reached."""

    rows: list[Line] = Field(min_length=2, max_length=6)
    columns: list[Line] = Field(min_length=1, max_length=4)
    lit: list[Name] = Field(min_length=1, max_length=4)
    level: Name


class Chart(Record):
    """One drawing: over a series (`series`, `histogram`) or of named values (all other kinds)."""

    title: Line
    kind: Literal["series", "histogram", "bars", "waterfall", "ranges", "grid"]
    series: Name | None = None
    column: Name | None = None
    unit: Unit = "usd"
    layers: list[Layer] = Field(default=[], max_length=8)
    marks: list[Mark] = Field(default=[], max_length=6)
    range: Range | None = None
    axis: Axis | None = None
    bars: list[Bar] = Field(default=[], max_length=14)
    grid: Grid | None = None


class Example(Record):
    """The lesson's example that the calculator repeats: its title, what differs from the defaults, and its lines."""

    title: Line
    inputs: dict[Name, Figure] = Field(default={}, max_length=40)
    lines: dict[Line, Name] = Field(min_length=1, max_length=12)


class Taken(Record):
    """What an input takes from an earlier page of the reader's plan: an entry, so many times or a part of it."""

    page: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
    entry: Name
    times: Figure = 1
    over: Annotated[Figure, Field(gt=0)] = 1


class CalculatorFile(Record):
    """calculator.yaml."""

    title: Line
    question: Line
    inputs: list[Input] = Field(min_length=1, max_length=40)
    facts: dict[Name, FactReference] = Field(default={}, max_length=30)
    tables: dict[Name, Table] = Field(default={}, max_length=12)
    formulas: list[Worked] = Field(min_length=1, max_length=80)
    series: list[Series] = Field(default=[], max_length=6)
    outputs: list[Output] = Field(min_length=1, max_length=10)
    charts: list[Chart] = Field(min_length=1, max_length=3)
    takes: dict[Name, Taken] = Field(default={}, max_length=12)
    writes: dict[Name, Name] = Field(default={}, max_length=20)
    example: Example
    also: list[Example] = Field(default=[], max_length=4)
    note: Line | None = None
