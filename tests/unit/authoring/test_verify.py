"""Verifying a fact writes down that and nothing else; numbers and pages follow."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

from shared.authoring.facts import FactsFile
from shared.authoring.files import Source
from shared.authoring.findings import Findings
from shared.authoring.numbers import facts_json, numbers_page
from shared.authoring.review_calendar import Notice, due_now
from shared.authoring.validation import record_in
from shared.authoring.verify import NotVerified, Verification, verify
from shared.authoring.yaml_source import parse_yaml
from tests.support.running import ROOT
from tests.unit.authoring.test_facts import FACT

ON = date(2026, 11, 28)
FRAME = (ROOT / "site" / "404.html").read_text()


def read(text: str) -> FactsFile:
    """Return a file of facts."""
    document = parse_yaml(Source("facts.yaml", text), Findings())
    assert document is not None
    file = record_in(document, FactsFile, Findings())
    assert file is not None
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two facts, the second untouched by what happens to the first."""
    path = tmp_path / "facts.yaml"
    path.write_text(FACT + FACT.partition("facts:\n")[2].replace("plan.limit", "plan.other"))
    return path


def test_a_value_that_stands_is_verified(file: Path) -> None:
    """Day, initials and the next review are written; nothing else of the file is touched."""
    before = file.read_text()
    changed = verify(file, read(before).facts[0], Verification("RB", ON, None, None, None))
    assert (changed.verified_on, changed.verified_by, changed.changes) == (ON, "RB", [])
    added = [line for line in file.read_text().splitlines() if line not in before.splitlines()]
    assert added == ["    verified_on: 2026-11-28", "    verified_by: RB"]
    assert read(file.read_text()).facts[1].verified_on is None


def test_a_new_value_says_what_it_was(file: Path) -> None:
    """A changed value keeps what it was, counts as its own number, and can be verified again."""
    fact = read(file.read_text()).facts[0]
    verify(file, fact, Verification("RB", ON, "$25,000", None, date(2027, 12, 31)))
    [once, other] = read(file.read_text()).facts
    assert (once.value, once.number, once.review_by) == ("$25,000", "25000", date(2027, 12, 31))
    assert [(change.day, change.before) for change in once.changes] == [(ON, "$24,500")]
    verify(file, once, Verification("M.K.", ON, "about 26", "26", None))
    [twice, other] = read(file.read_text()).facts
    assert [change.before for change in twice.changes] == ["$24,500", "$25,000"]
    assert (twice.number, twice.verified_by, other.value) == ("26", "M.K.", "$24,500")


@pytest.mark.parametrize(
    "looked",
    [
        Verification("", ON, None, None, None),
        Verification("not initials", ON, None, None, None),
        Verification("RB", ON, "about 26", None, None),
        Verification("RB", ON, "two\nlines", "2", None),
    ],
)
def test_what_cannot_be_written_changes_nothing(file: Path, looked: Verification) -> None:
    """No initials, a value that nobody can count with, a value that is none: the file stays."""
    before = file.read_text()
    with pytest.raises(NotVerified):
        verify(file, read(before).facts[0], looked)
    assert file.read_text() == before


def test_numbers_for_everyone(file: Path) -> None:
    """facts.json and the page say value, period, source and what changed, and never what nobody has seen."""
    verify(file, read(file.read_text()).facts[0], Verification("RB", ON, "<b>$25,000</b>", "25000", None))
    unseen = FACT.partition("facts:\n")[2].replace("plan.limit", "plan.unseen").replace("secondary", "none")
    facts = read(file.read_text() + unseen).facts
    [first, second] = json.loads(facts_json(facts))["facts"]
    assert set(first) == {
        "key",
        "value",
        "label",
        "status",
        "applies_to",
        "source",
        "source_date",
        "verified_on",
        "review_by",
        "changed_at",
    }
    assert (first["changed_at"], first["verified_on"], second["changed_at"]) == ("2026-11-28", "2026-11-28", None)
    assert first["applies_to"] == {"from": "2026-01-01", "until": "2026-12-31"}
    page = numbers_page(facts, FRAME)
    assert "<b>$25,000" not in page
    assert "from $24,500 to &lt;b&gt;$25,000&lt;/b&gt;" in page
    assert "2026 · IRS notice of Nov 13, 2025 · not yet checked by our reviewer" in page
    assert re.search(r"<title>Numbers that change with the year · ", page)
    assert page.count("<h1>") == 1


def test_the_notices_of_this_month_and_the_next() -> None:
    """Of the calendar's notices those of this month come first, then the next month's, January after December."""
    notices = [
        Notice(month=month, notice=f"N{month}", publisher="P", url="https://example.org/", facts=["plan.limit"])
        for month in (1, 6, 12)
    ]
    assert [line.split(" (")[0] for line in due_now(notices, date(2026, 12, 5))] == ["December: N12", "January: N1"]
