"""Browsers: every story in three engines at phone and desk, Chromium in hard conditions, large print on every page.

Pictures are left in .cache/browsers: one sheet for each moment, the engines side by side.
"""

from tests.prove.proof import Proof
from tests.prove.seeing.going_on import going_on
from tests.prove.seeing.hardship import hardship
from tests.prove.seeing.large_print import large_print
from tests.prove.seeing.side_by_side import side_by_side
from tests.prove.seeing.stillness import stillness

PROOFS = [
    Proof(
        "going-on-in-three-engines",
        "each section of a lesson is landed on 40 px ± 4 down, by going on, links and citations, quick and 400 ms late",
        6,
        1,
        going_on,
    ),
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
        25,
        2,
        hardship,
    ),
    Proof(
        "large-print",
        "no page scrolls sideways, overlaps or loses its sign at 390 px: 24 px, 32 px, 200 %, contrast, no pictures",
        156,
        6,
        large_print,
    ),
    Proof(
        "stillness",
        "no page moves by more than 0.02 while it comes, whoever it is for, at 390 and 1280 px, functions 250 ms late",
        112,
        4,
        stillness,
    ),
]
