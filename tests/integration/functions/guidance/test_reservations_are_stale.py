"""masterclass.reservations_are_stale: whether there is anything to sweep."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize(("expires", "stale"), [(None, False), ("tomorrow", False), ("yesterday", True)])
def test_one_that_is_over(scene: Scene, expires: str | None, stale: bool) -> None:
    """A reservation whose call must have died."""
    member = scene.member()
    message = scene.add(
        "messages", conversation_id=scene.conversation(member, scene.module()), role="assistant", content=""
    )
    if expires:
        held = {"user_id": member, "day": "today", "cost_microusd": 1, "expires_at": expires}
        scene.add("ai_reservations", "message_id", message_id=message, **held)
    assert scene.ask("select masterclass.reservations_are_stale()") is stale
