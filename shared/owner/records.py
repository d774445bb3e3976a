"""What the owner's report is made of: tables whose columns say what they hold."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple

Unit = Literal["text", "count", "money", "microusd", "share", "number", "month", "day"]
# A count as it is told: "<5" for a group of one to four, "5+" for one beside it that subtraction would give away.
Told = int | str
Figures = Mapping[str, Any]


class Column(NamedTuple):
    """One column: the key of its cells, what people read above them, and what kind of thing they are."""

    key: str
    label: str
    unit: Unit = "count"


class Table(NamedTuple):
    """One table: a heading, a sentence that says what is in it, columns, and rows by column key."""

    heading: str
    sentence: str
    columns: Sequence[Column]
    rows: Sequence[Mapping[str, Any]]

    def document(self) -> dict[str, Any]:
        """Return the table as the report holds it; cells that no column names are left out."""
        keys = [column.key for column in self.columns]
        return {
            "heading": self.heading,
            "sentence": self.sentence,
            "columns": [column._asdict() for column in self.columns],
            "rows": [{key: row.get(key) for key in keys} for row in self.rows],
        }
