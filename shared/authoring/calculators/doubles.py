"""A calculator computed over given inputs as the browser computes it, bit for bit.

`site/scripts/arithmetic.js` does the same operations on the same doubles in the same order.
"""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from shared.authoring.calculators.programs import Formula, Program, Row, Scope, Series, before, ready
from shared.authoring.calculators.summaries import NOTHING, SUMMED

MOST_ROWS = 1_200

Steps = list[tuple[float | None, float]]


class Calculation:
    """One evaluation over given inputs: formulas and series are computed when first asked for."""

    def __init__(self, program: Program, inputs: Mapping[str, float]):
        self._program = program
        self._rows: dict[str, list[Row]] = {}
        self._tables: dict[str, Steps] = {}
        self._values: Row = dict(program.facts)
        for one in program.inputs:
            given = float(inputs.get(one["key"], one["default"]))
            self._values[one["key"]] = given / 100 if one["unit"] == "percent" else given

    def value(self, name: str) -> float:
        """Return an input, a fact or a formula by its name."""
        if name not in self._values:
            self._values[name] = self._program.formulas[name](Scope(self))
        return self._values[name]

    def rows(self, key: str) -> list[Row]:
        """Return the rows of a series."""
        if key not in self._rows:
            self._rows[key] = self._made(self._program.series[key])
        return self._rows[key]

    def evaluate(self, tree: Any) -> float:
        """Return what a tree comes to outside of any row."""
        return ready(tree)(Scope(self))

    def _made(self, series: Series) -> list[Row]:
        scope = Scope(self)
        first, to, by = (end(scope) for end in series.ends)
        for column in series.columns:
            if column.start is not None:
                scope[before(column.key)] = column.start(scope)
        columns = [(column.key, column.formula) for column in series.columns]
        carried = [(before(column.key), column.key) for column in series.columns if column.start is not None]
        names = [series.index, *(column.key for column in series.columns)]
        made: list[Row] = []
        number = 0.0
        while number < MOST_ROWS and by > 0 and first + number * by <= to:
            scope[series.index] = first + number * by
            for key, formula in columns:
                scope[key] = formula(scope)
            made.append({name: scope[name] for name in names})
            for earlier, key in carried:
                scope[earlier] = scope[key]
            number += 1
        return made

    def looked_up(self, table: str, amount: float) -> float:
        """Return what the table gives for `amount`: its step's value, or the sum over its slices."""
        kind, steps = self._program.tables[table], self._steps(table)
        if amount != amount:
            return NOTHING
        return _sliced(steps, amount) if kind.is_marginal else _step(steps, amount, included=kind.edge_included)

    def summed(self, function: str, series: str, each: Formula, other: float) -> float:
        """Return what the rows of a series come to, `each` computed in every row."""
        rows, scope = self.rows(series), Scope(self)
        values: list[float] = []
        for row in rows:
            scope.update(row)
            values.append(each(scope))
        return SUMMED[function](list(map(itemgetter(self._program.series[series].index), rows)), values, other)

    def _steps(self, name: str) -> Steps:
        """Return a table's steps, computed once: they stand on inputs and facts alone."""
        if name not in self._tables:
            scope = Scope(self)
            self._tables[name] = [
                (None if edge is None else edge(scope), value(scope))
                for edge, value in self._program.tables[name].steps
            ]
        return self._tables[name]


def _step(steps: Steps, amount: float, *, included: bool) -> float:
    for edge, value in steps:
        if edge is None or amount < edge or (amount == edge and included):
            return value
    return NOTHING


def _sliced(steps: Steps, amount: float) -> float:
    total = lower = 0.0
    for edge, rate in steps:
        upper = amount if edge is None or amount < edge else edge
        if upper > lower:
            total += (upper - lower) * rate
        lower = lower if edge is None else edge
    return total
