"""masterclass.remove_unconfirmed_accounts: an address nobody confirmed within a day is free again."""

from tests.integration.functions.scene import Scene

REMOVE = "select masterclass.remove_unconfirmed_accounts(100)"


def test_a_day_after_the_last_mail(scene: Scene) -> None:
    """Who confirmed stays, who signed up today stays, who was mailed again today stays; the others go, untold."""
    scene.member("confirmed", created_at="2020-01-01")
    scene.member("today", email_confirmed_at=None, created_at="now")
    scene.member("again", email_confirmed_at=None, created_at="2020-01-01", confirmation_sent_at="now")
    scene.member("stranger", email_confirmed_at=None, created_at="2020-01-01")
    assert scene.ask(REMOVE) == 1
    assert scene.ask("select count(*) from auth.users where email = 'stranger@example.com'") == 0
    assert scene.ask("select count(*) from masterclass.users") == 3
    assert scene.ask("select count(*) from masterclass.erasures") == 0


def test_nobody_who_ordered(scene: Scene) -> None:
    """Whoever has an order is not removed, confirmed or not: money may be on its way."""
    ann = scene.member("ann", email_confirmed_at=None, created_at="2020-01-01")
    price = {"price_id": "price", "amount_subtotal_minor": 49900, "currency": "usd", "livemode": False}
    scene.add("orders", user_id=ann, **price)
    assert scene.ask(REMOVE) == 0
