"""CONTRIBUTING.md says where each rule is: its file, its test and the page that tells people of it."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
HEADINGS = ("Where is the rule", "To add an endpoint", "To add a SQL function", "To add a table", "To add a page")


def rows() -> list[list[str]]:
    """Return the cells of the table of rules."""
    table = PAGE.partition("## Where is the rule")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("| ")][1:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_file_in_the_table_of_rules_is_there() -> None:
    """Each rule has a file that decides it, one that tries it and one that tells of it, and none of them has moved."""
    assert len(rows()) >= 6
    for rule, *places in rows():
        named = [re.findall(r"`([^`]+)`", place) for place in places]
        assert all(named), rule
        missing = [path for paths in named for path in paths if not (ROOT / path).is_file()]
        assert not missing, f"{rule}: {missing}"


def test_the_page_says_how_to_add_each_kind_of_thing() -> None:
    """Whoever comes new finds how to add an endpoint, a SQL function, a table and a page."""
    assert [heading for heading in HEADINGS if f"\n## {heading}\n" not in PAGE] == []
