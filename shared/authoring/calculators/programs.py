"""A compiled calculator made ready to compute: each tree becomes a chain of functions, once, for all inputs to come.

A function takes a scope and gives a number. A scope answers every name: what it holds itself (a row's columns), else
what the calculation it belongs to comes to. `site/scripts/arithmetic.js` is built in the same way.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, NamedTuple, Protocol

from shared.authoring.calculators.reals import APPLIED
from shared.authoring.calculators.summaries import is_true

Compiled = Mapping[str, Any]
Row = dict[str, float]


class Answers(Protocol):
    """What a scope's calculation can be asked for."""

    def value(self, name: str) -> float:
        """Return an input, a fact or a formula by its name."""
        ...

    def looked_up(self, table: str, amount: float) -> float:
        """Return what the table gives for `amount`."""
        ...

    def summed(self, function: str, series: str, each: "Formula", other: float) -> float:
        """Return what the rows of a series come to, `each` computed in every row."""
        ...


class Scope(dict[str, float]):
    """The names that a formula sees; those of the whole calculator are fetched when first asked for."""

    def __init__(self, answers: Answers):
        super().__init__()
        self.answers = answers

    def __missing__(self, name: str) -> float:
        value = self[name] = self.answers.value(name)
        return value


Formula = Callable[[Scope], float]


class Column(NamedTuple):
    """A column of a series; `start` is its value before the first row."""

    key: str
    start: Formula | None
    formula: Formula


@dataclass(frozen=True, slots=True)
class Series:
    """Where its rows begin and end, and what stands in each."""

    index: str
    ends: tuple[Formula, Formula, Formula]  # from, to, by
    columns: list[Column]


class Table(NamedTuple):
    """Bands; the last step has no edge."""

    is_marginal: bool
    edge_included: bool
    steps: list[tuple[Formula | None, Formula]]


class Program:
    """Every formula, series and table of a compiled calculator, ready to be computed over any inputs."""

    def __init__(self, compiled: Compiled):
        self.inputs: list[Compiled] = compiled["inputs"]
        self.facts: Row = {name: float(fact["number"]) for name, fact in compiled["facts"].items()}
        self.formulas = {formula["key"]: ready(formula["tree"]) for formula in compiled["formulas"]}
        self.series = {series["key"]: _series(series) for series in compiled["series"]}
        self.tables = {name: _table(table) for name, table in compiled["tables"].items()}


def before(column: str) -> str:
    """Return the name under which a scope keeps a column's value in the row before; no column is called so."""
    return f"{column} before"


def ready(tree: Any) -> Formula:
    """Return `tree` as a function of a scope."""
    if isinstance(tree, int | float):
        number = float(tree)
        return lambda _scope: number
    if isinstance(tree, str):
        return itemgetter(tree)
    name, *arguments = tree
    match name:
        case "if":
            return _either(*(ready(argument) for argument in arguments))
        case "previous":
            return itemgetter(before(arguments[0]))
        case "table":
            table, amount = arguments[0], ready(arguments[1])
            return lambda scope: scope.answers.looked_up(table, amount(scope))
        case "over":
            return _over(*arguments)
        case _:
            return _applied(APPLIED[name], [ready(argument) for argument in arguments])


def _either(condition: Formula, then: Formula, otherwise: Formula) -> Formula:
    return lambda scope: then(scope) if is_true(condition(scope)) else otherwise(scope)


def _over(function: str, series: str, each: Any, other: Any = 0) -> Formula:
    """Sum up a series: its first argument is computed in each row, a second one once."""
    in_row, once = ready(each), ready(other)
    return lambda scope: scope.answers.summed(function, series, in_row, once(scope))


def _applied(function: Callable[..., float], parts: list[Formula]) -> Formula:
    match parts:
        case [only]:
            return lambda scope: function(only(scope))
        case [left, right]:
            return lambda scope: function(left(scope), right(scope))
        case _:
            return lambda scope: function(*(part(scope) for part in parts))


def _series(series: Compiled) -> Series:
    first, to, by = (ready(series[name]) for name in ("from", "to", "by"))
    columns = [
        Column(one["key"], None if one["start"] is None else ready(one["start"]), ready(one["tree"]))
        for one in series["columns"]
    ]
    return Series(series["index"], (first, to, by), columns)


def _table(table: Compiled) -> Table:
    steps = [(None if step["up_to"] is None else ready(step["up_to"]), ready(step["value"])) for step in table["steps"]]
    return Table(table["kind"] == "marginal", table["edge"] == "included", steps)
