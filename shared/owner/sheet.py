"""A table as a file for a spreadsheet: RFC 4180, in which nothing is taken for a formula."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

# What a spreadsheet reads as the beginning of a formula; behind an apostrophe it is text (OWASP, CSV injection).
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def sheet(columns: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, Any]]) -> str:
    """Return `rows` under their column keys, lines ended by CRLF; amounts stay minor units, shares fractions."""
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    keys = [column["key"] for column in columns]
    writer.writerow(keys)
    writer.writerows([_cell(row.get(key)) for key in keys] for row in rows)
    return written.getvalue()


def _cell(value: object) -> object:
    """Return a cell that no program computes; numbers of ours are numbers, below zero too."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


NEEDS = (
    {"key": "need"},
    {"key": "email"},
    {"key": "name"},
    {"key": "module"},
    {"key": "block"},
    {"key": "times"},
    {"key": "since"},
)


def table_sheet(name: str, report: Mapping[str, Any]) -> str | None:
    """Return the table `name` of a report as a file; `help` is who needs some. None for no such table."""
    if name == "help":
        return sheet(NEEDS, report["help"]["rows"])
    table = report.get(name)
    return sheet(table["columns"], table["rows"]) if table and "columns" in table else None
