"""A number that somebody types into a quiz is that number, or it is asked for again."""

import json
import subprocess

import pytest

from tests.platform.runtime.bridge import NODE
from tests.support.databases import ROOT

READER = ROOT / "site" / "scripts" / "written-number.js"


def read(*texts: str) -> list[dict[str, str | None]]:
    """Return what the page's reader makes of each text."""
    program = f"{READER.read_text()}\nconsole.log(JSON.stringify({json.dumps(texts)}.map(readNumber)));"
    command = [str(NODE), "--input-type=module"]
    return json.loads(subprocess.run(command, input=program.encode(), capture_output=True, check=True).stdout)


TAKEN = {
    "330000": "330000",
    "$330,000": "330000",
    "1,234,567.50": "1234567.50",
    "1 234": "1234",
    "-$12.5": "-12.5",
    "\N{MINUS SIGN}3": "-3",
    "+.5": "0.5",
    "7.": "7",
    "33.3 %": "33.3",
    "12,345": "12345",
}
DOUBTED = {
    "33,3": ("33.3", "333"),
    "0,5": ("0.5", "05"),
    "1.234,50": ("1234.50",),
    "1.234.567": ("1234567",),
    "12,34": ("12.34", "1234"),
    "1234,5": ("1234.5",),
}


def test_american_numbers_are_taken() -> None:
    """Dollar and percent signs and thousands' commas are let go; the number stays."""
    assert {text: one["number"] for text, one in zip(TAKEN, read(*TAKEN), strict=True)} == TAKEN


@pytest.mark.parametrize("text", DOUBTED)
def test_an_ambiguous_number_is_never_silently_another(text: str) -> None:
    """A comma that parts no thousands is asked about, with the ways to write what may have been meant."""
    (one,) = read(text)
    assert one["number"] is None
    assert all(meant in str(one["doubt"]) for meant in DOUBTED[text])


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2,3", "5k", "1e5", "--1", "1.2.3", "1,23,456", "12 34", "3/4", ",", "."]
)
def test_what_is_no_number_is_none(text: str) -> None:
    """Anything else is not taken for what its digits would make."""
    assert read(text)[0]["number"] is None
