"""Browsers: every story in three engines at phone and desk, Chromium in hard conditions, large print on every page.

Pictures are left in .cache/browsers: one sheet for each moment, the engines side by side.
"""

from tests.prove.proof import Proof
from tests.prove.seeing.hardship import hardship
from tests.prove.seeing.large_print import large_print
from tests.prove.seeing.side_by_side import side_by_side

PROOFS = [
    Proof(
        "stories-in-three-engines",
        "every story ends well in Chromium, Firefox and WebKit at 390 and 1280 px, axe finds nothing, nobody complains",
        48,
        3,
        side_by_side,
    ),
    Proof(
        "chromium-in-hard-conditions",
        "the stories end well without anchoring, with forced colors, at 200 % text, and without the floor's functions",
        26,
        2,
        hardship,
    ),
    Proof(
        "large-print",
        "no page scrolls sideways at 390 px with letters of at least 24 px, a default of 32 px, or text at 200 %",
        72,
        6,
        large_print,
    ),
]
