"""masterclass.order_rank: of two facts about one order, which one stands."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("open", "processing"),
        ("processing", "failed"),
        ("processing", "expired"),
        ("expired", "paid"),
        ("processing", "given up"),
        ("given up", "expired"),
        ("failed", "review"),
        ("review", "paid"),
    ],
)
def test_the_later_stage_stands(scene: Scene, earlier: str, later: str) -> None:
    """Whatever the order of arrival, the later stage is the higher one."""
    assert scene.ask("select masterclass.order_rank(%s) < masterclass.order_rank(%s)", earlier, later)
