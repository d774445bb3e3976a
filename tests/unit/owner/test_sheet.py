"""A table as a file: RFC 4180, and nothing in it is a formula."""

import csv
import io
from typing import Any

import pytest

from shared.owner.sheet import sheet, table_sheet


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx"])
def test_text_is_no_formula(text: str) -> None:
    """What a spreadsheet would compute stands behind an apostrophe."""
    written = sheet([{"key": "a"}], [{"a": text}])
    (_, (cell,)) = csv.reader(io.StringIO(written, newline=""))
    assert cell == f"'{text}"


def test_numbers_stay_numbers() -> None:
    """A loss is a number below zero, nothing is an empty cell, a hidden group its words."""
    assert sheet(
        [{"key": "a"}], [{"a": -5}, {"a": None}, {"a": 0.25}, {"a": "<5"}]
    ) == "a\r\n-5\r\n\r\n0.25\r\n<5\r\n".replace("\r\n\r\n", '\r\n""\r\n')


def test_what_has_to_be_quoted() -> None:
    """Commas, quotes and line ends come back as they were."""
    said = 'a, "b"\r\nc'
    written = sheet([{"key": "x"}, {"key": "y"}], [{"x": said, "y": 1}])
    assert written.splitlines()[0] == "x,y"
    assert list(csv.reader(io.StringIO(written, newline="")))[1] == [said, "1"]


def test_no_such_table() -> None:
    """What is no table of the report has no file."""
    report: dict[str, Any] = {"made_at": "x", "currencies": {"usd": 2}, "help": {"rows": []}}
    assert [table_sheet(name, report) for name in ("made_at", "currencies", "none")] == [None, None, None]
    assert (table_sheet("help", report) or "").startswith("need,email")
