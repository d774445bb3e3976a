"""masterclass.payments_named: the payments that somebody means."""

import pytest

from tests.integration.functions.scene import Scene


@pytest.mark.parametrize("named", ["Ann@example.com", "pi_1", "cs_1", "its id"])
def test_by_address_or_by_any_of_their_ids(scene: Scene, named: str) -> None:
    """Address, our id, Stripe's id of payment and session: the same payment, with what could be refunded."""
    payment = scene.payment(scene.member(), checkout_session_id="cs_1")
    scene.payment(scene.member("bob"), "pi_2")
    asked = str(payment) if named == "its id" else named
    found = scene.row("select * from masterclass.payments_named(%s)", asked)
    assert found == [str(payment), "pi_1", 49900, 0, "usd", "paid"]


def test_nobodys(scene: Scene) -> None:
    """A word that names nothing finds nothing, above all not the payments without a member."""
    scene.payment(None)
    assert scene.ask("select count(*) from masterclass.payments_named('nobody@example.com')") == 0
