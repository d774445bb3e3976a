"""masterclass.order_rank: of two facts about one order, which one stands."""

from itertools import product

import pytest

from tests.integration.functions.scene import Scene

# Each line is later than the one above it; what stands side by side is equally late.
STAGES = (
    ("open",),
    ("processing",),
    ("given up",),
    ("expired", "failed"),
    ("review",),
    ("paid",),
)
PLACES = {state: place for place, states in enumerate(STAGES) for state in states}


@pytest.mark.parametrize(("one", "other"), [*product(PLACES, repeat=2)])
def test_the_later_stage_stands(scene: Scene, one: str, other: str) -> None:
    """Whatever the order of arrival, the later stage is the higher one."""
    later = scene.ask("select masterclass.order_rank(%s) > masterclass.order_rank(%s)", one, other)
    assert later is (PLACES[one] > PLACES[other])
