"""Prevented disputes: access goes when the money went."""

import json
import uuid
from typing import Any

import pytest

from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.integration.payments.telling import (
    PAID,
    card,
    moved,
    prevented,
    told,
)


@pytest.mark.parametrize(
    ("members", "stands"),
    [
        (card("resolution"), False),
        (card("resolution") | moved(-PRICE_MINOR), False),
        (card("block"), True),
        (card("block") | moved(-PRICE_MINOR), False),
        (card("chargeback") | moved(-PRICE_MINOR, PRICE_MINOR), True),
        (card("chargeback") | moved(-PRICE_MINOR), False),
        ({}, False),
    ],
)
def test_access_goes_when_the_money_went(
    shop: Shop, member: MakeMember, members: dict[str, Any], *, stands: bool
) -> None:
    """A prevented dispute has refunded the cardholder, unless it was blocked or its transactions came back."""
    ann = member()
    charge = shop.charge(shop.buy(ann))
    shop.deliver(shop.webhooks(PAID))
    told(shop, prevented(shop, charge, **members))
    assert (shop.has_access(ann), shop.payments(ann)[0]["state"]) == (stands, "paid" if stands else "lost")


@pytest.mark.parametrize("first", [0, 1])
def test_what_a_dispute_moved_does_not_depend_on_the_order_of_arrival(
    shop: Shop, member: MakeMember, first: int
) -> None:
    """Two tellings of one status: the one with more transactions is the later, whichever comes first."""
    ann = member()
    charge = shop.charge(shop.buy(ann))
    shop.deliver(shop.webhooks(PAID))
    early = prevented(shop, charge, **card("chargeback"), **moved(-PRICE_MINOR))
    late = json.loads(json.dumps(early)) | {"id": "evt_late" + uuid.uuid4().hex}
    late["data"]["object"] |= moved(-PRICE_MINOR, PRICE_MINOR)
    told(shop, *((early, late) if first else (late, early)))
    assert shop.has_access(ann)
