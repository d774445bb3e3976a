"""masterclass.restore_order: an order that Stripe tells of and the database has lost."""

import uuid

from psycopg.types.json import Jsonb

from tests.integration.functions.scene import Scene

RESTORE = "select masterclass.restore_order(%s, %s, 'price_1', %s, %s, true, 'cs_1', '2026-01-02')"
KEPT = "select user_id, state, amount_subtotal_minor, currency, seats, gift from masterclass.orders where id = %s"


def test_made_once_at_the_courses_price(scene: Scene) -> None:
    """Whatever was paid, it was ordered at what the course costs; a second time it is there."""
    scene.course()
    ann, order = scene.member(), uuid.uuid4()
    assert [scene.ask(RESTORE, order, ann, None, False) for _ in range(2)] == ["made", "there"]
    assert scene.row(KEPT, order) == [str(ann), "expired", 49900, "usd", None, False]


def test_packs_and_gifts(scene: Scene) -> None:
    """A pack is ordered at the price of its seats, a gift at that of the course; none where the course sells none."""
    scene.course()
    ann, pack, gift = scene.member(), uuid.uuid4(), uuid.uuid4()
    assert scene.ask(RESTORE, pack, ann, 5, False) == "not on sale"
    scene.ask("update masterclass.course set seat_tiers = %s", Jsonb([{"from": 2, "amount_minor": 39900}]))
    assert scene.ask(RESTORE, pack, ann, 5, False) == "made"
    assert scene.row(KEPT, pack)[2:] == [5 * 39900, "usd", 5, False]
    scene.ask("update masterclass.orders set checkout_session_id = 'cs_0'")
    assert scene.ask(RESTORE, gift, ann, 1, True) == "made"
    assert scene.row(KEPT, gift)[2:] == [49900, "usd", 1, True]


def test_who_is_gone_is_nobody(scene: Scene) -> None:
    """The order of somebody who is not there any more has no member."""
    scene.course()
    assert scene.ask(RESTORE, uuid.uuid4(), uuid.uuid4(), None, False) == "made"
    assert scene.ask("select user_id from masterclass.orders") is None
