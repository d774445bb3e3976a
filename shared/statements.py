"""A statement and what it answers: values travel bound beside the text, never in it, and rows come back converted.

Postgres writes the text of a statement that fails into its log, so no text may hold what a person wrote.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, LiteralString, NamedTuple

from psycopg.abc import Buffer
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq.abc import PGresult

Row = tuple[Any, ...]

_PLACE = re.compile(r"%(?:\((\w+)\)s|%)")


class Statement(NamedTuple):
    """What is sent: the text with $1, $2 … in it, and the values with their types and formats."""

    text: bytes
    values: Sequence[Buffer | None] = ()
    types: Sequence[int] | None = None
    formats: Sequence[int] | None = None


def bind(query: LiteralString, parameters: Mapping[str, object] | None = None) -> Statement:
    """Return `query` with its `%(name)s` places bound to `parameters`, converted as psycopg converts them."""
    if not parameters:
        return Statement(query.encode())
    text, names = _numbered(query)
    adapted = Transformer()
    values = adapted.dump_sequence([parameters[name] for name in names], [PyFormat.AUTO] * len(names))
    return Statement(text, values, adapted.types, adapted.formats)


@cache
def _numbered(query: str) -> tuple[bytes, tuple[str, ...]]:
    """Return the text with each named place as its number, and the names in that order."""
    numbers = dict[str, int]()

    def number(found: re.Match[str]) -> str:
        return f"${numbers.setdefault(found[1], len(numbers) + 1)}" if found[1] else "%"

    return _PLACE.sub(number, query).encode(), tuple(numbers)


class Part(NamedTuple):
    """A part of something long as JSON, and the place where the next part begins; empty behind the last."""

    document: str
    next: str


class Rows:
    """What a statement answered; each row is fetched once, its values converted as psycopg converts them."""

    def __init__(self, result: PGresult):
        self._result = result
        self._fetched = 0
        self._load: Callable[[int, Callable[[Sequence[Any]], Row]], Row | None] | None = None

    @property
    def rowcount(self) -> int:
        """How many rows the statement returned or changed."""
        return self._result.command_tuples or 0

    def fetchone(self) -> Row | None:
        """Return the next row; None after the last."""
        if self._fetched >= self._result.ntuples:
            return None
        if self._load is None:
            adapted = Transformer()
            adapted.set_pgresult(self._result)
            self._load = adapted.load_row
        self._fetched += 1
        return self._load(self._fetched - 1, tuple)

    def value(self) -> Any:
        """Return the one value of the one row of an answer that always is one."""
        row = self.fetchone()
        if row is None:
            raise LookupError("the statement answered no row")
        return row[0]

    def part(self) -> Part:
        """Return the one row of a statement that answers a part and the next place."""
        row = self.fetchone()
        if row is None:
            raise LookupError("the statement answered no row")
        return Part(*row)

    def fetchall(self) -> list[Row]:
        """Return every row that was not fetched yet."""
        return list(self)

    def __iter__(self) -> Iterator[Row]:
        while (row := self.fetchone()) is not None:
            yield row
