"""masterclass.session_is_to_close: whether somebody could still pay for what is settled."""

import pytest

from tests.integration.functions.scene import Scene

CHANGES = {
    "under way": ("select 1", False),
    "its order came to an end": ("update masterclass.orders set state = 'failed'", True),
    "its order kept another": ("update masterclass.orders set checkout_session_id = 'cs_2'", True),
    "its member is gone": ("delete from auth.users", True),
    "its member has paid": ("update masterclass.payments set paid_at = now()", True),
    "its member bought a pack": ("update masterclass.payments set paid_at = now(), seats = 3", False),
    "its member's payment is looked at": ("update masterclass.payments set paid_at = now(), review = 'needed'", True),
    "closed already": ("update masterclass.order_sessions set closed_at = now()", False),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_is_settled(scene: Scene, what: str) -> None:
    """An open session of an order that goes on is left alone; what can only be a mistake is closed."""
    change, closes = CHANGES[what]
    ann = scene.member()
    order = scene.order(ann)
    scene.add("order_sessions", "order_id", checkout_session_id="cs_1", order_id=order)
    scene.payment(ann, paid_at=None)
    scene.ask(change)
    assert scene.ask("select masterclass.session_is_to_close(s) from masterclass.order_sessions as s") is closes
