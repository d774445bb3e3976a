"""What the first pages say before their script has asked the course is what the course says."""

import re
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
COURSE: dict[str, Any] = yaml.safe_load((ROOT / "sql" / "course" / "course.yaml").read_text())
FIRST = (ROOT / "site" / "index.html").read_text()
OFFER = (ROOT / "site" / "buy.html").read_text()


def test_price() -> None:
    """Every price on the first page and in the offer is the course's."""
    price = f"${COURSE['price']['amount_minor'] // 100}"
    for page in (FIRST, OFFER):
        assert set(re.findall(r"<span data-price>([^<]*)</span>", page)) == {price}


def test_summary() -> None:
    """The first page's summary is the course's, so that it does not change under the reader."""
    assert f'id="summary">{COURSE["summary"]}<' in FIRST


def test_modules_that_are_named() -> None:
    """The modules that the first page sends to for pay and contracts are those."""
    slugs = [folder.partition("-")[2] for folder in COURSE["modules"]]
    numbers = [slugs.index(slug) + 1 for slug in ("how-you-are-paid", "contracts-and-negotiation")]
    assert f"modules {numbers[0]} and {numbers[1]} teach you" in FIRST
    assert f"/learn/{slugs[0]}" in FIRST


def test_questions_a_day() -> None:
    """The guide's questions a day on both pages are the settings' default for full access."""
    settings = (ROOT / "shared" / "settings.py").read_text()
    most = re.search(r'"AI_DAILY_QUESTIONS_FULL", (\d+)', settings)
    assert most is not None
    for page in (FIRST, OFFER):
        assert f">{most[1]} a day<" in page
