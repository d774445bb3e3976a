"""masterclass.restore_order: an order that Stripe tells of and the database has lost."""

import uuid

from tests.integration.functions.scene import Scene

RESTORE = "select masterclass.restore_order(%s, %s, 'price_1', %s, 'usd', true, 'cs_1', '2026-01-02')"


def test_made_once_and_at_the_courses_price(scene: Scene) -> None:
    """There, made, or at another price, which makes nothing."""
    scene.course()
    ann, order = scene.member(), uuid.uuid4()
    assert scene.ask(RESTORE, order, ann, 12300) == "another price"
    assert [scene.ask(RESTORE, order, ann, 49900) for _ in range(2)] == ["made", "there"]
    kept = "select id, user_id, state from masterclass.orders"
    assert scene.row(kept) == [str(order), str(ann), "expired"]


def test_who_is_gone_is_nobody(scene: Scene) -> None:
    """The order of somebody who is not there any more has no member."""
    scene.course()
    assert scene.ask(RESTORE, uuid.uuid4(), uuid.uuid4(), 49900) == "made"
    assert scene.ask("select user_id from masterclass.orders") is None
