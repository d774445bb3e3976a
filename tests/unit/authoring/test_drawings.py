"""Drawings: each rule of a figure's text, contrast and inks fires on a drawing that breaks it."""

import pytest

from shared.authoring import drawings

WHOLE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 360 120"><title>Two bars</title>'
    '<rect id="bars-one" class="fill-green" x="40" y="20" width="100" height="60"/>'
    '<text class="t-on-green" x="90" y="50" text-anchor="middle">kept</text>'
    '<text class="t" x="200" y="50">spent</text></svg>'
)
# what is wrong: what is written, what it is replaced with, and what is said
BROKEN = {
    "too wide for a phone": ("0 0 360", "0 0 720", "360 units are the width of a phone"),
    "no title": ("<title>Two bars</title>", "", "begins with a <title> that names it"),
    "a picture inside": ("<text class", "<image/><text class", "a drawing cannot hold <image>"),
    "a color of its own": ('height="60"', 'height="60" fill="#0a0"', "<rect fill=…> is not read"),
    "an id of anybody's": ("bars-one", "one", "could be another drawing's too; begin it with 'bars'"),
    "an ink that is none": ('class="t"', 'class="t-blue"', "there is no ink 't-blue'"),
    "a shape without ink": ('class="fill-green" x', "x", "<rect> has no ink and would be black"),
    "a text without ink": ('class="t" ', "", "the text 'spent' has no ink"),
    "dark upon dark": ("t-on-green", "t-soft", "stands upon fill-green and cannot be read there"),
    "light upon light": ('class="t" x="200"', 'class="t-on-green" x="200"', "does not stand upon fill-green"),
    "out of the drawing": ('x="200"', 'x="350"', "runs out of the drawing"),
}


def test_a_whole_drawing_has_no_fault() -> None:
    """What is drawn in the site's inks, inside its frame, passes."""
    assert drawings.is_drawing(WHOLE.encode())
    assert drawings.faults(WHOLE.encode(), "bars") == []


@pytest.mark.parametrize("name", BROKEN)
def test_a_fault_is_said(name: str) -> None:
    """A drawing that cannot be read by everybody is told apart, and why."""
    before, after, said = BROKEN[name]
    assert before in WHOLE
    found = drawings.faults(WHOLE.replace(before, after, 1).encode(), "bars")
    assert any(said in fault for fault in found), found
