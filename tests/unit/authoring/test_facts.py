"""Facts say only what happened, and a lesson cannot use one for more than it is."""

from datetime import date
from typing import Any

import pytest

from shared.authoring.fact_rules import FactBook, check_facts
from shared.authoring.facts import Fact, FactsFile
from shared.authoring.files import Source
from shared.authoring.findings import Findings
from shared.authoring.validation import record_in
from shared.authoring.yaml_source import parse_yaml

VERIFIED = "    verified_on: 2026-11-20\n    verified_by: RB\n    seen"
TOMORROW = VERIFIED.replace("11-20", "11-29")
TODAY = date(2026, 11, 28)
FACT = """\
facts:
  - key: plan.limit
    value: "$24,500"
    number: "24500"
    label: Deferral limit
    applies_to: {from: 2026-01-01, until: 2026-12-31}
    status: in_force
    source: {title: Notice 2025-67, publisher: Internal Revenue Service, short: IRS notice, url: "https://www.irs.gov/"}
    source_date: "2025-11-13"
    seen: secondary
    review_by: 2026-12-31
"""


def facts(*changes: tuple[str, str]) -> tuple[list[Fact], list[str]]:
    """Return the file with `changes` made to it, and what the check says of it by itself."""
    text = FACT
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    findings = Findings()
    document = parse_yaml(Source("facts.yaml", text), findings)
    assert document is not None
    file = record_in(document, FactsFile, findings)
    if file:
        check_facts(document, file, TODAY, findings)
    return file.facts if file else [], [str(one) for one in [*findings.errors(), *findings.warnings()]]


def used(fact: Fact, **how: Any) -> list[str]:
    """Return what is said of using `fact` in a lesson today."""
    findings = Findings()
    book = FactBook([fact], how.pop("today", TODAY), findings, release=how.pop("release", False))
    assert book.use(fact.key, "lesson x#y", "lesson.md", 7, **how) is fact
    assert book.uses[0].place == "lesson x#y"
    return [str(one) for one in [*findings.errors(), *findings.faults()]]


def test_a_reader_sees_where_a_figure_comes_from() -> None:
    """Year, source with its date, and that nobody has checked it, until somebody has."""
    [fact], said = facts()
    assert said == []
    assert fact.provenance() == "2026 · IRS notice of Nov 13, 2025 · not yet checked by our reviewer"
    [checked], _ = facts(("    seen", VERIFIED))
    assert checked.provenance().endswith("· checked by our reviewer (RB) on Nov 20, 2026")
    [vague], _ = facts(("2025-11-13", "2025-11"), ("{from: 2026-01-01, until: 2026-12-31}", "{from: 2026-07-01}"))
    assert vague.provenance().startswith("from Jul 1, 2026 · IRS notice of Nov 2025 ·")


DISHONEST = {
    "a verification in the future": (("    seen", TOMORROW), "has not come"),
    "a verification without a name": (("    seen", "    verified_on: 2026-11-20\n    seen"), "without a name"),
    "a name without a day": (("    seen", "    verified_by: RB\n    seen"), "without a name or a name without a day"),
    "a source of tomorrow": (("2025-11-13", "2026-11-29"), "has not come"),
    "a period that ends before it begins": (("until: 2026", "until: 2025"), "until before it begins"),
    "a month that is none": (("2025-11-13", "2025-13"), "source_date"),
    "a status nobody knows": (("in_force", "valid"), "status"),
    "a review that was due": (("review_by: 2026-12-31", "review_by: 2026-11-27"), "was to be reviewed"),
    "a change of tomorrow": (("    review", "    changes: [{day: 2026-12-01, before: x}]\n    review"), "has not"),
}


@pytest.mark.parametrize("name", DISHONEST)
def test_a_dishonest_fact_is_said(name: str) -> None:
    """Dates say what happened: a fact that claims otherwise is named with its line."""
    change, expected = DISHONEST[name]
    _, said = facts(change)
    assert any(expected in line for line in said), said


def test_a_lesson_uses_a_fact_for_what_it_is() -> None:
    """Never one that was not seen; one not in force only where that is said; one whose time is over fails the check."""
    [fact], _ = facts()
    assert used(fact) == []
    assert "held until 2026-12-31" in used(fact, today=date(2027, 1, 1))[0]
    assert used(fact, today=date(2027, 1, 1), not_in_force=True) == []
    assert "never seen in any source" in used(facts(("secondary", "none"))[0][0], not_in_force=True)[0]
    for status in ("proposed", "projected", "vacated", "ended"):
        [other], _ = facts(("in_force", status))
        assert f"is {status}, not in force" in used(other)[0]
        assert used(other, not_in_force=True) == []
    [reported], _ = facts(("in_force", "reported"))
    assert used(reported, today=date(2028, 1, 1)) == []


def test_a_release_wants_every_figure_verified() -> None:
    """`--release` refuses what nobody has opened the live page for."""
    [fact], _ = facts()
    assert "facts verify plan.limit --by INITIALS" in used(fact, release=True)[0]
    [checked], _ = facts(("    seen", VERIFIED))
    assert used(checked, release=True) == []
