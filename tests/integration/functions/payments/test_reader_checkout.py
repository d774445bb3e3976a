"""masterclass.reader_checkout: where the reader's checkout session stands."""

import pytest

from tests.integration.functions.scene import Scene

STATE = "select state from masterclass.reader_checkout('cs_1')"


@pytest.mark.parametrize("state", ["open", "processing", "failed", "expired"])
def test_the_state_of_its_order(scene: Scene, state: str) -> None:
    """A session that its order kept stands as the order does."""
    scene.order(scene.signed_in(), state=state)
    assert scene.row("select * from masterclass.reader_checkout('cs_1')") == [state, "free", False]


@pytest.mark.parametrize(("review", "state"), [(None, "paid"), ("needed", "review")])
def test_the_payment_has_the_last_word(scene: Scene, review: str | None, state: str) -> None:
    """Paid is paid, whatever the order says; otherwise than ordered is looked at."""
    reader = scene.signed_in()
    order = scene.order(reader, state="expired")
    scene.payment(reader, checkout_session_id="cs_1", order_id=order, review=review, promotion_id="promo_1")
    assert scene.row("select state, incomplete from masterclass.reader_checkout('cs_1')") == [state, True]


def test_a_session_that_the_order_did_not_keep(scene: Scene) -> None:
    """It is the reader's all the same: open until Stripe said that nobody can pay there."""
    order = scene.order(scene.signed_in(), "cs_2")
    scene.add("order_sessions", "order_id", checkout_session_id="cs_1", order_id=order)
    assert scene.ask(STATE) == "open"
    scene.ask("update masterclass.order_sessions set closed_at = now()")
    assert scene.ask(STATE) == "expired"


def test_nobody_elses(scene: Scene) -> None:
    """Another's session is none."""
    scene.order(scene.member("bob"))
    scene.signed_in()
    assert scene.ask("select count(*) from masterclass.reader_checkout('cs_1')") == 0
