"""Nobody pays twice unheard: a pay page is closed when Stripe says so, and a second payment is told of."""

import pytest

from shared.payments import gateway
from shared.payments.reconcile import reconcile
from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.integration.payments.telling import PAID, alerts, other_session


def test_a_stale_page_that_was_paid_is_a_purchase(shop: Shop, member: MakeMember) -> None:
    """Its webhook is late and its time is up: Stripe refuses to close it, it is looked at, nothing is sold again."""
    ann = member()
    session = shop.buy(ann)
    shop.database.execute(f"update masterclass.orders set expires_at = now() where user_id = '{ann.id}'")
    assert shop.checkout(ann).json["type"] == "/problems/full-access-already"
    assert shop.has_access(ann)
    assert [one.id for one in shop.sessions_of(ann)] == [session["id"]]


def test_a_page_at_the_old_price_that_was_paid_is_a_purchase(shop: Shop, member: MakeMember) -> None:
    """The price changed after somebody had paid: they have bought, and are not asked for the new price."""
    ann = member()
    shop.buy(ann)
    shop.database.execute("update masterclass.course set price_amount_minor = 59900")
    try:
        assert shop.checkout(ann).json["type"] == "/problems/full-access-already"
    finally:
        shop.database.execute(f"update masterclass.course set price_amount_minor = {PRICE_MINOR}")
    assert len(shop.sessions_of(ann)) == 1


def test_a_debit_on_a_stale_page_is_under_way(shop: Shop, member: MakeMember) -> None:
    """A completed page whose bank has not answered is no expired one."""
    ann = member()
    shop.buy(ann, account="000123456789")
    shop.database.execute(f"update masterclass.orders set expires_at = now() where user_id = '{ann.id}'")
    answer = shop.checkout(ann)
    assert answer.json["type"] in {"/problems/payment-in-progress", "/problems/full-access-already"}
    assert len(shop.sessions_of(ann)) == 1


def test_stripe_away_settles_no_page(shop: Shop, member: MakeMember) -> None:
    """Where a stale page cannot be closed nothing is called expired and nothing is sold beside it."""
    ann = member()
    shop.checkout(ann)
    shop.database.execute(f"update masterclass.orders set expires_at = now() where user_id = '{ann.id}'")
    shop.stripe.control("faults", status=500, times=3)
    assert shop.checkout(ann).status == 503
    assert shop.one("select state from masterclass.orders where user_id = %s", ann.id) == "open"
    assert shop.checkout(ann).status == 201
    assert sorted(str(one.status) for one in shop.sessions_of(ann)) == ["expired", "open"]


def test_who_has_paid_cannot_pay_in_another_tab(shop: Shop, member: MakeMember) -> None:
    """The way back closes the member's other pages; what is left, the hourly job tries until they are."""
    ann = member()
    kept = shop.checkout(ann).json["checkout_session_id"]
    other = other_session(shop, ann)
    shop.stripe.control(f"sessions/{other}/pay")
    shop.deliver(shop.webhooks(PAID))
    assert gateway.retrieve_session(kept)["status"] == "open"
    shop.database.execute("update masterclass.reconciliation set since = now() + interval '1 hour'")
    assert reconcile().sessions_closed == 1
    assert gateway.retrieve_session(kept)["status"] == "expired"
    assert reconcile().sessions_closed == 0
    bob = member()
    kept = shop.checkout(bob).json["checkout_session_id"]
    other = other_session(shop, bob)
    shop.stripe.control(f"sessions/{other}/pay")
    assert shop.landing(bob, other).json["state"] == "paid"
    assert gateway.retrieve_session(kept)["status"] == "expired"


def test_two_payments_of_one_member_are_an_alert(
    shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both pages paid: an alert, and a sentence with the way to a refund, until one was given back."""
    ann = member()
    kept = shop.checkout(ann).json["checkout_session_id"]
    other = other_session(shop, ann)
    for session_id in (kept, other):
        shop.stripe.control(f"sessions/{session_id}/pay")
        shop.deliver(shop.webhooks(PAID))
    assert "payment-second" in alerts(capsys)
    assert any("2 times" in sentence and "refunded" in sentence for sentence in shop.because(ann))
    assert [payment["state"] for payment in shop.payments(ann)] == ["paid", "paid"]
    intent = gateway.retrieve_session(other)["payment_intent"]["id"]
    refund = shop.stripe.client.v1.refunds.create({"payment_intent": intent})
    shop.deliver(shop.webhooks("refund.created"))
    assert not any("2 times" in sentence for sentence in shop.because(ann))
    shop.stripe.control(f"refunds/{refund.id}", status="failed")
    shop.deliver(shop.webhooks("refund.failed"))
    assert "refund-failed" in alerts(capsys)
    shop.database.execute("update masterclass.reconciliation set since = now() + interval '1 hour'")
    assert (reconcile().paid_twice, reconcile().paid_twice) == (2, 0)
    assert "payment-second" in alerts(capsys)
