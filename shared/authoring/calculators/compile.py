"""calculator.yaml compiled: every formula read, every name resolved, the whole as plain JSON for the page."""

from collections.abc import Mapping

from shared.authoring.calculators.circles import circles_in
from shared.authoring.calculators.expressions import ARGUMENTS, Compiled, Compiler, Report, names_inside
from shared.authoring.calculators.records import CalculatorFile, Column, Series


def compiled_calculator(file: CalculatorFile, facts: Mapping[str, Compiled], report: Report) -> Compiled:
    """Return the calculator as the page gets it; `facts` has number, label, value and provenance of each."""
    compiler = Compiler(file, report)
    _check_names(file, report)
    made: Compiled = {
        "title": file.title,
        "question": file.question,
        "note": file.note,
        "inputs": [one.model_dump() for one in file.inputs],
        "facts": dict(facts),
        "tables": _tables(file, compiler),
        "formulas": [
            {
                **one.model_dump(exclude={"formula"}),
                "shown": compiler.shown(one.formula),
                "tree": compiler.expression(one.formula, ("formulas", index, "formula")),
            }
            for index, one in enumerate(file.formulas)
        ],
        "series": [_series(one, ("series", index), compiler) for index, one in enumerate(file.series)],
        "outputs": _outputs(file, compiler),
        "charts": [_chart(file, index, compiler) for index in range(len(file.charts))],
        "takes": {name: taken.model_dump() for name, taken in file.takes.items()},
        "writes": file.writes,
        "example": {"title": file.example.title, "inputs": file.example.inputs},
    }
    for circle in circles_in(made):
        report(("formulas",), circle)
    return made


def _tables(file: CalculatorFile, compiler: Compiler) -> Compiled:
    return {
        name: {
            "kind": table.kind,
            "edge": table.edge,
            "steps": [
                {
                    "up_to": None
                    if step.up_to is None
                    else compiler.expression(step.up_to, ("tables", name, "steps", index, "up_to")),
                    "value": compiler.expression(step.value, ("tables", name, "steps", index, "value")),
                }
                for index, step in enumerate(table.steps)
            ],
        }
        for name, table in file.tables.items()
    }


def _series(series: Series, place: tuple[str | int, ...], compiler: Compiler) -> Compiled:
    columns: list[Compiled] = []
    known: set[str] = {series.index}
    for index, column in enumerate(series.columns):
        columns.append(_column(column, (*place, "columns", index), frozenset(known), compiler))
        known.add(column.key)
    return {
        "key": series.key,
        "index": series.index,
        "label": series.label,
        "unit": series.unit,
        "from": compiler.expression(series.first, (*place, "from")),
        "to": compiler.expression(series.to, (*place, "to")),
        "by": compiler.expression(series.by, (*place, "by")),
        "columns": columns,
    }


def _column(column: Column, place: tuple[str | int, ...], known: frozenset[str], compiler: Compiler) -> Compiled:
    return {
        **column.model_dump(exclude={"formula", "start"}),
        "start": None if column.start is None else compiler.expression(column.start, (*place, "start")),
        "tree": compiler.expression(column.formula, (*place, "formula"), known),
        "shown": compiler.shown(column.formula),
    }


def _outputs(file: CalculatorFile, compiler: Compiler) -> list[Compiled]:
    return [
        {
            "key": output.key,
            "sentences": [
                {
                    "text": said.text,
                    "when": None
                    if said.when is None
                    else compiler.expression(said.when, ("outputs", index, "sentences", number, "when")),
                }
                for number, said in enumerate(output.sentences)
            ],
        }
        for index, output in enumerate(file.outputs)
    ]


def _chart(file: CalculatorFile, index: int, compiler: Compiler) -> Compiled:
    chart, place = file.charts[index], ("charts", index)
    made = chart.model_dump(exclude={"marks", "range", "axis"})
    made["marks"] = [
        {
            "label": mark.label,
            "at": compiler.expression(mark.at, (*place, "marks", number, "at")),
            "when": None if mark.when is None else compiler.expression(mark.when, (*place, "marks", number, "when")),
        }
        for number, mark in enumerate(chart.marks)
    ]
    made["range"] = chart.range and {
        "label": chart.range.label,
        "from": compiler.expression(chart.range.first, (*place, "range", "from")),
        "until": compiler.expression(chart.range.until, (*place, "range", "until")),
    }
    made["axis"] = chart.axis and {
        "from": compiler.expression(chart.axis.first, (*place, "axis", "from")),
        "until": compiler.expression(chart.axis.until, (*place, "axis", "until")),
    }
    return made


def _check_names(file: CalculatorFile, report: Report) -> None:
    """Each name means one thing."""
    seen: set[str] = set(ARGUMENTS) | {"and", "or", "not"}
    places: list[tuple[tuple[str | int, ...], str]] = [(("inputs", n), one.key) for n, one in enumerate(file.inputs)]
    places += [(("facts", name), name) for name in file.facts] + [(("tables", name), name) for name in file.tables]
    places += [(("formulas", n), one.key) for n, one in enumerate(file.formulas)]
    for number, series in enumerate(file.series):
        places += [(("series", number), name) for name in [series.key, *names_inside(series)]]
    for place, name in places:
        if name in seen:
            report(place, f"the name {name!r} is taken; each name means one thing")
        seen.add(name)
