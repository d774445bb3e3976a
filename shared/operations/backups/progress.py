"""A line that grows while somebody watches; nothing where nobody does."""

import sys
from collections.abc import Mapping
from typing import TextIO

WIDTH = 30


class Progress:
    """Draws how far a run over tables has come, on a terminal alone; `expected` is {table: rows}."""

    def __init__(self, expected: Mapping[str, int], stream: TextIO | None = None):
        self._expected = expected
        self._all = max(1, sum(expected.values()))
        self._stream = stream or sys.stderr
        self._watched = self._stream.isatty()
        self._done: dict[str, int] = {}

    def __call__(self, table: str, rows: int) -> None:
        """Draw that `table` has come to `rows`."""
        self._done[table] = rows
        if self._watched:
            share = min(1.0, sum(self._done.values()) / self._all)
            bar = "#" * round(share * WIDTH)
            self._stream.write(f"\r[{bar:<{WIDTH}}] {share:4.0%}  {table[-40:]:<40}")
            self._stream.flush()

    def end(self) -> None:
        """Leave the terminal's line empty."""
        if self._watched:
            self._stream.write("\r" + " " * (WIDTH + 50) + "\r")
            self._stream.flush()
