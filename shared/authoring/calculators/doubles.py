"""A compiled calculator computed as the browser computes it, bit for bit.

`site/scripts/arithmetic.js` does the same operations on the same doubles in the same order.
"""

from collections.abc import Mapping
from typing import Any

from shared.authoring.calculators.reals import APPLIED
from shared.authoring.calculators.summaries import NOTHING, SUMMED, is_true

MOST_ROWS = 1_200

Row = dict[str, float]
Steps = list[tuple[float | None, float]]
Compiled = Mapping[str, Any]


class Calculation:
    """One evaluation over given inputs: formulas and series are computed when first asked for."""

    def __init__(self, compiled: Compiled, inputs: Mapping[str, float]):
        self._compiled = compiled
        self._trees = {formula["key"]: formula["tree"] for formula in compiled["formulas"]}
        self._series = {series["key"]: series for series in compiled["series"]}
        self._rows: dict[str, list[Row]] = {}
        self._tables: dict[str, Steps] = {}
        self._values: Row = {name: float(fact["number"]) for name, fact in compiled["facts"].items()}
        for one in compiled["inputs"]:
            given = float(inputs.get(one["key"], one["default"]))
            self._values[one["key"]] = given / 100 if one["unit"] == "percent" else given

    def value(self, name: str) -> float:
        """Return an input, a fact or a formula by its name."""
        if name not in self._values:
            self._values[name] = self.evaluate(self._trees[name], {}, {})
        return self._values[name]

    def rows(self, key: str) -> list[Row]:
        """Return the rows of a series."""
        if key not in self._rows:
            self._rows[key] = self._made(self._series[key])
        return self._rows[key]

    def evaluate(self, tree: Any, row: Row, before: Row) -> float:
        """Return the value of `tree` in `row`, with the row `before` it."""
        if isinstance(tree, int | float):
            return float(tree)
        if isinstance(tree, str):
            return row[tree] if tree in row else self.value(tree)
        name, *arguments = tree
        match name:
            case "if":
                holds = is_true(self.evaluate(arguments[0], row, before))
                return self.evaluate(arguments[1 if holds else 2], row, before)
            case "previous":
                return before[arguments[0]]
            case "table":
                return self._looked_up(arguments[0], self.evaluate(arguments[1], row, before))
            case "over":
                return self._over(arguments, row, before)
            case _:
                return APPLIED[name](*(self.evaluate(argument, row, before) for argument in arguments))

    def _made(self, series: Compiled) -> list[Row]:
        first, to, by = (self.evaluate(series[name], {}, {}) for name in ("from", "to", "by"))
        starts = {
            column["key"]: self.evaluate(column["start"], {}, {})
            for column in series["columns"]
            if column["start"] is not None
        }
        made: list[Row] = []
        before, number = starts, 0.0
        while number < MOST_ROWS and by > 0 and first + number * by <= to:
            row = {series["index"]: first + number * by}
            for column in series["columns"]:
                row[column["key"]] = self.evaluate(column["tree"], row, before)
            made.append(row)
            before, number = row, number + 1
        return made

    def _looked_up(self, name: str, amount: float) -> float:
        table, steps = self._compiled["tables"][name], self._steps(name)
        if amount != amount:
            return NOTHING
        if table["kind"] == "whole":
            for edge, value in steps:
                if edge is None or amount < edge or (amount == edge and table["edge"] == "included"):
                    return value
            return NOTHING
        total = lower = 0.0
        for edge, rate in steps:
            upper = amount if edge is None or amount < edge else edge
            if upper > lower:
                total += (upper - lower) * rate
            lower = lower if edge is None else edge
        return total

    def _steps(self, name: str) -> Steps:
        """Return a table's steps, computed once: they stand on inputs and facts alone."""
        if name not in self._tables:
            self._tables[name] = [
                (
                    None if step["up_to"] is None else self.evaluate(step["up_to"], {}, {}),
                    self.evaluate(step["value"], {}, {}),
                )
                for step in self._compiled["tables"][name]["steps"]
            ]
        return self._tables[name]

    def _over(self, arguments: list[Any], row: Row, before: Row) -> float:
        """Sum up a series: its first argument is computed in each row, a second one once."""
        function, key, each, *others = arguments
        rows = self.rows(key)
        index = self._series[key]["index"]
        values = [self.evaluate(each, one, {}) for one in rows]
        other = self.evaluate(others[0], row, before) if others else 0.0
        return SUMMED[function]([one[index] for one in rows], values, other)
