"""Markdown of other programs is warned of, with its line and what to write instead."""

import pytest

from shared.authoring.oddities import oddities

ODD = {
    "A claim.[^1]": "footnote",
    "> [!NOTE]": "callout",
    "• One": "begin it with a dash",
    "![words](images/my picture.svg)": "no spaces",
    "::: tip": "~~~note",
    "==marked==": "**bold**",
    "[call](tel:123)": "only https://",
    "[old](http://example.org/)": "only https://",
    "| a | b |\n| 1 | 2 |": "row of dashes",
    "| a | b |\n|---|---|\n| 1 | 2 | 3 |": "3 cells and the first has 2",
}
FINE = [
    '![A bar of 3 == 3.](images/bar.svg "A caption, with words")',
    "| a | b |\n|---|---|\n| 1 | 2 |",
    "- One\n- Two, [with a link](https://example.org/)",
    "~~~example A\n• 1\n~~~",
    "5 \u2013 8 hours, and a | b",
]


@pytest.mark.parametrize("text", ODD)
def test_what_would_not_read_as_meant_is_said(text: str) -> None:
    """Each oddity is found once, with words that say what to do."""
    found = list(oddities(f"Before.\n\n{text}\n"))
    assert len(found) == 1
    assert ODD[text] in found[0][1]
    assert found[0][0] >= 2


@pytest.mark.parametrize("text", FINE)
def test_what_reads_as_meant_is_left_alone(text: str) -> None:
    """Tables, captions, lists and what stands between fences are no oddities."""
    assert list(oddities(text)) == []
