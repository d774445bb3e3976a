"""The expressions of calculator.yaml: read, their names resolved, as trees of plain JSON."""

from collections.abc import Callable, Sequence
from typing import Any

from shared.authoring.calculators.reals import APPLIED
from shared.authoring.calculators.records import CalculatorFile, Quantity, Series
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
        self._owner = {name: series.key for series in file.series for name in names_inside(series)}

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
        inside = frozenset(names_inside(next(series for series in self._file.series if series.key == key)))
        others = [self._tree(argument, row) for argument in arguments[1:]]
        return ["over", name, key, self._tree(arguments[0], inside), *others]

    def _unknown(self, name: str, row: frozenset[str]) -> str:
        if name in self._owner:
            return f"{name!r} has a value in each row of {self._owner[name]!r}; say which: last({name}), at({name}, 12)"
        return f"there is no {name!r} {listed(sorted(self._global | row), name)}"


def names_inside(series: Series) -> list[str]:
    """Return the names that mean something within a series alone: its index and its columns."""
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
