"""Row: one measured ratio, what it was measured against in the same run, and how far it is to reach."""

from typing import NamedTuple


class Row(NamedTuple):
    """One line of the table. `floor` says what `value` is a ratio to, or stands beside, with that one's own figure.

    `first` and `then` are the two rungs of the figure, None where there is no promise; `at_least` turns
    them round for figures that are better when larger (throughput).
    """

    measure: str
    value: float
    unit: str
    floor: str = ""
    first: float | None = None
    then: float | None = None
    at_least: bool = False

    @property
    def verdict(self) -> str:
        """Which rung the figure reaches; empty where nothing was promised."""
        if self.first is None:
            return ""
        if not self._reaches(self.first):
            return "MISSED"
        return "then" if self.then is not None and self._reaches(self.then) else "first"

    def _reaches(self, rung: float) -> bool:
        return self.value >= rung if self.at_least else self.value <= rung


def table(rows: list[Row]) -> str:
    """Return the rows as the table that `make bench` prints."""
    lines = [f"{'measure':<52} {'value':>9} {'unit':<16} {'to reach':<14} {'':<7} beside it, in the same run"]
    return "\n".join([*lines, *(_line(row) for row in rows)])


def _line(row: Row) -> str:
    sign = "≥" if row.at_least else "≤"
    rungs = [f"{rung:g}" for rung in (row.first, row.then) if rung is not None]
    reach = f"{sign} {', then '.join(rungs)}" if rungs else ""
    line = f"{row.measure:<52} {_figure(row.value):>9} {row.unit:<16} {reach:<14} {row.verdict:<7} {row.floor}"
    return line.rstrip()


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:,.2f}"
