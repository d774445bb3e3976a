"""What makes a calculator right beyond its shape: names that exist, limits that hold, sentences that can be said."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from shared.authoring.arithmetic import Shown
from shared.authoring.calculators.doubles import Calculation
from shared.authoring.calculators.expressions import Report
from shared.authoring.calculators.programs import Program
from shared.authoring.calculators.reals import rounded
from shared.authoring.calculators.records import CalculatorFile, Chart, Example, Input, Series
from shared.authoring.findings import listed

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
Place = tuple[str | int, ...]
Lines = Mapping[str, Shown]


def check_calculator(file: CalculatorFile, report: Report) -> None:
    """Every input has a range around its default, and every name in outputs and charts is one that has a value."""
    for index, one in enumerate(file.inputs):
        for fault in _input_faults(one):
            report(("inputs", index), f"the input {one.key!r} {fault}")
    for name, table in file.tables.items():
        if any((step.up_to is None) != (step is table.steps[-1]) for step in table.steps):
            report(("tables", name), f"in the table {name!r} every step but the last has an up_to")
    known = {one.key for one in [*file.inputs, *file.formulas]} | set(file.facts)
    for place, name in _names_asked(file):
        if name not in known:
            report(place, f"there is no {name!r} {listed(sorted(known), name)}")
    _check_carried(file, report)
    for index, chart in enumerate(file.charts):
        for fault in _chart_faults(chart, {series.key: series for series in file.series}):
            report(("charts", index), f"the chart {chart.title!r} {fault}")


def _check_carried(file: CalculatorFile, report: Report) -> None:
    """What is taken has an input to go to, and what is written is an input or a formula."""
    inputs = {one.key for one in file.inputs}
    known = inputs | {one.key for one in file.formulas}
    for name in sorted(set(file.takes) - inputs):
        report(("takes", name), f"there is no input {name!r} {listed(sorted(inputs), name)}")
    for entry, name in file.writes.items():
        if name not in known:
            report(("writes", entry), f"there is no {name!r} to write {listed(sorted(known), name)}")


def check_example(
    file: CalculatorFile, compiled: Mapping[str, Any], examples: Mapping[str, Lines], report: Report
) -> None:
    """The calculator, set to each of its examples, says what the lesson says, to the last digit shown."""
    program = Program(compiled)
    for place, wanted in [(("example",), file.example), *((("also", n), one) for n, one in enumerate(file.also))]:
        for part, fault in _example_faults(file, wanted, program, examples):
            report((*place, part), fault)


def _example_faults(
    file: CalculatorFile, wanted: Example, program: Program, examples: Mapping[str, Lines]
) -> Iterator[tuple[str, str]]:
    lines = examples.get(wanted.title)
    if lines is None:
        yield "title", f"lesson and case have no example {wanted.title!r} {listed(sorted(examples), wanted.title)}"
        return
    known = {one.key for one in file.inputs}
    for name in sorted(set(wanted.inputs) - known):
        yield "inputs", f"there is no input {name!r} {listed(sorted(known), name)}"
    calculation = Calculation(program, wanted.inputs)
    for label, name in wanted.lines.items():
        shown = lines.get(label)
        if shown is None:
            yield "lines", f"the example has no line {label!r} {listed(sorted(lines), label)}"
        elif name not in {one.key for one in file.formulas}:
            yield "lines", f"there is no formula {name!r}"
        else:
            value = calculation.value(name) * (100 if shown.is_percent else 1)
            if value != value or Fraction(str(rounded(value, shown.decimals))) != shown.value:
                yield "lines", f"{label!r} is {shown.written} in the lesson and {value:,.6g} here"


def _input_faults(one: Input) -> Iterator[str]:
    if one.unit == "choice":
        values = [option.value for option in one.options]
        if len(values) < 2 or len(set(values)) < len(values) or one.default not in values:
            yield "is a choice: give it two or more options with values of their own, and one of them as default"
    elif one.options:
        yield "has options, but its unit is not choice"
    elif not one.least <= one.default <= one.most or one.least == one.most or one.step <= 0:
        yield "needs least < most, its default between them, and a step above zero"


def _names_asked(file: CalculatorFile) -> Iterator[tuple[Place, str]]:
    for index, output in enumerate(file.outputs):
        yield ("outputs", index, "key"), output.key
        for said in output.sentences:
            for name in PLACEHOLDER.findall(said.text):
                yield ("outputs", index, "sentences"), name
    for index, chart in enumerate(file.charts):
        for bar in chart.bars:
            for name in [*(part.value for part in bar.parts), *([bar.limit] if bar.limit else []), *(bar.range or ())]:
                yield ("charts", index, "bars"), name
        for name in [*chart.grid.lit, chart.grid.level] if chart.grid else []:
            yield ("charts", index, "grid"), name


def _bar_faults(chart: Chart) -> Iterator[str]:
    if not chart.bars:
        yield "needs bars"
    if chart.kind == "ranges" and any(bar.range is None or len(bar.parts) != 1 for bar in chart.bars):
        yield "needs a range and one part for each bar"


def _chart_faults(chart: Chart, series: Mapping[str, Series]) -> Iterator[str]:
    if chart.kind in {"bars", "waterfall", "ranges"}:
        yield from _bar_faults(chart)
        return
    if chart.kind == "grid":
        if chart.grid is None or len(chart.grid.lit) != len(chart.grid.columns):
            yield "needs a grid with one lit name for each column"
        return
    over = series.get(chart.series or "")
    if over is None:
        yield f"is drawn over a series; name one {listed(sorted(series))}"
        return
    columns = [column.key for column in over.columns]
    used = [layer.column for layer in chart.layers] + [layer.upper for layer in chart.layers if layer.upper]
    for name in [*used, *([chart.column] if chart.column else [])]:
        if name not in columns:
            yield f"names the column {name!r}, which {over.key!r} does not have {listed(columns, name)}"
    if (chart.kind == "series" and not chart.layers) or (chart.kind == "histogram" and not chart.column):
        yield "has nothing to draw; give it layers (or, a histogram, a column)"
    if any((layer.kind == "band") != (layer.upper is not None) for layer in chart.layers):
        yield "has a band without an upper column, or an upper column that is no band's"
