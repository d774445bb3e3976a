"""calculator.yaml compiled: every formula read, every name resolved, the whole as plain JSON for the page."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.authoring.calculators.circles import circles_in
from shared.authoring.calculators.reals import APPLIED
from shared.authoring.calculators.records import CalculatorFile, Column, Quantity, Series
from shared.authoring.calculators.summaries import SUMMED
from shared.authoring.calculators.typeset import typeset
from shared.authoring.findings import listed
from shared.authoring.language import Call, Incorrect, Number, Tree, names_in, parse

ARGUMENTS = {
    "min": (1, 20),
    "max": (1, 20),
    "round": (2, 2),
    "floor": (1, 1),
    "ceil": (1, 1),
    "abs": (1, 1),
    "if": (3, 3),
    "annuity": (3, 3),
    "luck": (1, 1),
    "previous": (1, 1),
    "first_where": (1, 2),
    "at": (2, 2),
    "last": (1, 1),
    "total": (1, 1),
    "average": (1, 1),
    "least": (1, 1),
    "greatest": (1, 1),
    "count": (1, 1),
    "share": (1, 1),
    "quantile": (2, 2),
    "crossing": (1, 2),
}
_OPERATORS = frozenset(APPLIED) - frozenset(ARGUMENTS)
Compiled = dict[str, Any]
Report = Callable[[tuple[str | int, ...], str], None]


class Compiler:
    """Turns one calculator's expressions into trees of plain JSON; mistakes go to `report` with their place."""

    def __init__(self, file: CalculatorFile, report: Report):
        self._file = file
        self._report = report
        self._labels = {one.key: one.label for one in [*file.inputs, *file.formulas]}
        self._labels |= {column.key: column.label for series in file.series for column in series.columns}
        self._global = {one.key for one in [*file.inputs, *file.formulas]} | set(file.facts)
        self._owner = {name: series.key for series in file.series for name in _inside(series)}

    def expression(self, written: Quantity, place: tuple[str | int, ...], row: frozenset[str] = frozenset()) -> Any:
        """Return the tree of `written`, which may use global names and those of its `row`; None when it is wrong."""
        try:
            return self._tree(parse(_text(written)), row)
        except Incorrect as problem:
            self._report(place, str(problem))
            return None

    def shown(self, written: str) -> str:
        """Return a formula as the reader sees it, names in words."""
        return typeset(written, self._labels)

    def _tree(self, tree: Tree, row: frozenset[str]) -> Any:
        if isinstance(tree, Number):
            return float(tree.digits) if "." in tree.digits else int(tree.digits)
        if isinstance(tree, str):
            if tree not in self._global and tree not in row:
                raise Incorrect(self._unknown(tree, row))
            return tree
        return self._call(tree, row)

    def _call(self, call: Call, row: frozenset[str]) -> Any:
        name, arguments = call
        if name in _OPERATORS:
            return [name, *(self._tree(argument, row) for argument in arguments)]
        if name in self._file.tables:
            if len(arguments) != 1:
                raise Incorrect(f"the table {name!r} is asked with one amount: {name}(amount)")
            return ["table", name, self._tree(arguments[0], row)]
        if name not in ARGUMENTS:
            raise Incorrect(f"there is no function or table {name!r} {listed([*ARGUMENTS, *self._file.tables], name)}")
        least, most = ARGUMENTS[name]
        if not least <= len(arguments) <= most:
            raise Incorrect(f"{name}(…) takes {least if least == most else f'{least} to {most}'} values")
        if name == "previous":
            return self._previous(arguments[0], row)
        if name in SUMMED:
            return self._over(name, arguments, row)
        return [name, *(self._tree(argument, row) for argument in arguments)]

    def _previous(self, column: Tree, row: frozenset[str]) -> Any:
        started = {
            one.key
            for series in self._file.series
            if row & {series.index}
            for one in series.columns
            if one.start is not None
        }
        if not isinstance(column, str) or column not in started:
            raise Incorrect(f"previous(…) names a column of its own series that has a start {listed(sorted(started))}")
        return ["previous", column]

    def _over(self, name: str, arguments: Sequence[Tree], row: frozenset[str]) -> Any:
        owners = {self._owner[used] for used in names_in(arguments[0]) if used in self._owner}
        if len(owners) != 1:
            raise Incorrect(f"{name}(…) is about the columns of one series {listed(sorted(self._owner))}")
        if _asks(arguments[0], "previous"):
            raise Incorrect(f"{name}(…) cannot hold previous(…); give that a column of its own")
        key = owners.pop()
        inside = frozenset(_inside(next(series for series in self._file.series if series.key == key)))
        others = [self._tree(argument, row) for argument in arguments[1:]]
        return ["over", name, key, self._tree(arguments[0], inside), *others]

    def _unknown(self, name: str, row: frozenset[str]) -> str:
        if name in self._owner:
            return f"{name!r} has a value in each row of {self._owner[name]!r}; say which: last({name}), at({name}, 12)"
        return f"there is no {name!r} {listed(sorted(self._global | row), name)}"


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
        places += [(("series", number), name) for name in [series.key, *_inside(series)]]
    for place, name in places:
        if name in seen:
            report(place, f"the name {name!r} is taken; each name means one thing")
        seen.add(name)


def _inside(series: Series) -> list[str]:
    return [series.index, *(column.key for column in series.columns)]


def _asks(tree: Tree, function: str) -> bool:
    return isinstance(tree, Call) and (tree.name == function or any(_asks(one, function) for one in tree.arguments))


def _text(written: Quantity) -> str:
    return (
        written
        if isinstance(written, str)
        else format(written, "f").rstrip("0").rstrip(".")
        if isinstance(written, float)
        else str(written)
    )
