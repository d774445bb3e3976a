"""masterclass.refund_rank: of two facts about one refund, which one stands."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("pending", "requires_action"),
        ("requires_action", "succeeded"),
        ("succeeded", "failed"),
        ("pending", "canceled"),
    ],
)
def test_the_later_stage_stands(scene: Scene, earlier: str, later: str) -> None:
    """Whatever the order of arrival, the later stage is the higher one."""
    assert scene.ask("select masterclass.refund_rank(%s) < masterclass.refund_rank(%s)", earlier, later)
