"""What Stripe calls paid is a payment, whatever was ordered; somebody looks at it and settles it."""

import uuid
from typing import Any

import pytest

from shared.payments import gateway
from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.integration.payments.telling import PAID, alerts, cross_sell, paid_event, told

DIFFERENCES: dict[str, dict[str, Any]] = {
    "a cross-sold item": {"amount_subtotal": PRICE_MINOR + 2500, "amount_total": PRICE_MINOR + 2500},
    "less": {"amount_subtotal": 100, "amount_total": 100},
    "another currency": {"currency": "eur"},
    "no currency": {"currency": None},
    "another price": {"metadata": {"price_id": "price_other"}},
    "real money for a test order": {"livemode": True},
    "another mode": {"mode": "setup"},
    "somebody else": {"client_reference_id": str(uuid.uuid4())},
}


@pytest.mark.parametrize("difference", DIFFERENCES.values(), ids=DIFFERENCES)
def test_what_stripe_calls_paid_is_a_payment(
    shop: Shop,
    member: MakeMember,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    difference: dict[str, Any],
) -> None:
    """Paid and not as ordered: a payment that waits to be looked at, told to buyer and owner; no second checkout."""
    ann = member()
    event = paid_event(shop, ann, **difference)
    capsys.readouterr()
    told(shop, event)
    assert alerts(capsys) == ["payment-needs-review"]

    def as_told(*_: object) -> dict[str, Any]:
        return event["data"]["object"]

    monkeypatch.setattr(gateway, "retrieve_session", as_told)
    session_id = event["data"]["object"]["id"]
    assert shop.landing(ann, session_id).json == {"state": "review", "role": "free"}
    [payment] = shop.payments(ann)
    assert (payment["state"], payment["amount_minor"]) == ("needs_review", event["data"]["object"]["amount_total"])
    assert "is being looked at" in shop.because(ann)[0]
    again = shop.checkout(ann)
    assert (again.status, again.json["type"]) == (409, "/problems/payment-in-review")
    assert not shop.has_access(ann)


def test_a_payment_in_review_is_accepted_with_a_reason(shop: Shop, member: MakeMember, run: Any) -> None:
    """`payments accept` opens access, once, and keeps the reason; nothing else can be accepted."""
    ann = member()
    told(shop, paid_event(shop, ann, amount_subtotal=100))
    assert run("payments", "accept", ann.email)[0] == 2
    code, said = run("payments", "accept", ann.email.upper(), "--reason", "sold at the congress")
    assert (code, "Accepted" in said) == (0, True)
    assert (shop.has_access(ann), shop.role(ann), shop.payments(ann)[0]["state"]) == (True, "paid", "paid")
    assert shop.one("select review_note from masterclass.payments where user_id = %s", ann.id) == "sold at the congress"
    assert run("payments", "accept", ann.email, "--reason", "again")[0] == 1
    assert run("payments", "accept", "nobody@example.com", "--reason", "x")[0] == 1


def test_a_payment_in_review_is_refunded_with_the_operators_own_key(
    shop: Shop, member: MakeMember, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`payments refund` needs a key that no function holds, carries the reason, frees the way when Stripe says so."""
    ann = member()
    told(shop, paid_event(shop, ann, currency="eur"))
    assert "STRIPE_OPERATOR_KEY" in run("payments", "refund", ann.email, "--reason", "wrong currency")[1]
    monkeypatch.setenv("STRIPE_OPERATOR_KEY", "sk_test_operator")
    assert run("payments", "refund", ann.email, "--amount", "0", "--reason", "x")[0] == 2
    assert run("payments", "refund", ann.email, "--amount", str(10**9), "--reason", "x")[0] == 1
    assert run("payments", "refund", ann.email, "--reason", "wrong currency")[0] == 0
    assert shop.payments(ann)[0]["state"] == "needs_review"
    shop.deliver(shop.webhooks("refund.created", "charge.refunded"))
    assert shop.payments(ann)[0]["state"] == "refunded"
    kept = "select array[r.reason, r.note] from masterclass.refunds as r join masterclass.payments as p"
    kept += " using (stripe_payment_id) where p.user_id = %s"
    assert shop.one(kept, ann.id) == ["requested_by_customer", "wrong currency"]
    assert shop.checkout(ann).status == 201
    assert run("payments", "refund", ann.email, "--reason", "twice")[0] == 1


@pytest.mark.parametrize("webhook_first", [True, False])
def test_a_cross_sold_item_changes_nothing_about_what_was_ordered(
    shop: Shop, member: MakeMember, *, webhook_first: bool
) -> None:
    """The ordered price's own line is judged, not the subtotal alone: whoever bought something beside it has access."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    cross_sell(shop, session_id)
    shop.stripe.control(f"sessions/{session_id}/pay")
    events = shop.webhooks(PAID)
    if webhook_first:
        shop.deliver(events)
        assert shop.payments(ann)[0]["state"] == "needs_review"
    assert shop.landing(ann, session_id).json == {"state": "paid", "role": "paid"}
    shop.deliver(events)
    [payment] = shop.payments(ann)
    assert (payment["state"], payment["amount_minor"]) == ("paid", PRICE_MINOR + 2500)


def test_the_page_sells_in_the_currency_of_the_course(shop: Shop, member: MakeMember) -> None:
    """The session names the order's currency and does not convert it by the buyer's address."""
    asked = list[dict[str, Any]]()
    sessions = gateway.client().v1.checkout.sessions
    kept = type(sessions).create

    def create(self: Any, parameters: Any, options: Any) -> Any:
        asked.append(parameters)
        return kept(self, parameters, options)

    type(sessions).create = create  # type: ignore[method-assign]
    try:
        assert shop.checkout(member()).status == 201
    finally:
        type(sessions).create = kept  # type: ignore[method-assign]
    assert (asked[0]["currency"], asked[0]["adaptive_pricing"]) == ("usd", {"enabled": False})
