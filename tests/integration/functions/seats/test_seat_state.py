"""masterclass.seat_state: how far a seat has come."""

import pytest

from tests.integration.functions.scene import Scene

ASKED = "select masterclass.seat_state(g) from masterclass.access_grants as g"


@pytest.mark.parametrize(
    ("progress", "state"),
    [
        ({}, "assigned"),
        ({"read_at": "2026-06-01"}, "learning"),
        ({"completed_at": "2026-06-01"}, "completed"),
        ({"completed_at": "2026-01-01", "read_at": "2026-01-01"}, "assigned"),
    ],
)
def test_since_it_was_given(scene: Scene, progress: dict[str, str], state: str) -> None:
    """What its holder did before they had it does not count."""
    ann = scene.member()
    pack = scene.payment(scene.member("practice"), seats=2)
    scene.grant(user_id=ann, payment_id=pack, created_at="2026-03-01")
    if progress:
        scene.add("module_progress", "user_id", user_id=ann, module_id=scene.module(), **progress)
    assert scene.ask(ASKED) == state
