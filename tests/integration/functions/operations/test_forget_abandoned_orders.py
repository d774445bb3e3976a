"""masterclass.forget_abandoned_orders: what nobody paid is closed, scrubbed, and at last removed."""

import pytest

from tests.integration.functions.scene import Scene

FORGET = "select masterclass.forget_abandoned_orders(100)"
ORDER = """
insert into masterclass.orders
       (user_id, price_id, amount_subtotal_minor, currency, livemode, state, created_at, recovery_url)
values (%s, 'price', 49900, 'usd', false, %s, now() - %s::interval, 'https://pay.example.com') returning id
"""


@pytest.mark.parametrize(
    ("state", "ago", "then", "link"),
    [
        ("open", "24 hours", "open", True),
        ("open", "26 hours", "expired", True),
        ("expired", "29 days", "expired", True),
        ("expired", "31 days", "expired", False),
        ("paid", "900 days", "paid", True),
    ],
)
def test_by_its_age(scene: Scene, state: str, ago: str, then: str, link: bool) -> None:
    """An order without a pay page is closed after a day, its links go after thirty, and a paid one is left alone."""
    order = scene.ask(ORDER, scene.member(), state, ago)
    scene.ask(FORGET)
    found = scene.row("select state, recovery_url is not null from masterclass.orders where id = %s", order)
    assert found == [then, link]
    assert scene.ask(FORGET) == 0


def test_after_four_hundred_days_it_is_gone(scene: Scene) -> None:
    """One that was paid has a payment and stays."""
    old, paid = (scene.ask(ORDER, scene.member(name), "expired", "401 days") for name in ("ann", "bob"))
    scene.add("payments", order_id=paid, amount_minor=49900, currency="usd", paid_at="now")
    scene.ask(FORGET)
    assert scene.ask("select array_agg(id) from masterclass.orders where id = any (%s)", [old, paid]) == [paid]
