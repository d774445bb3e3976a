"""Events that nobody expected: unreadable ones, money of nobody, objects of another kind, test mode in a live shop."""

import json
import uuid
from typing import Any

import pytest

from shared import settings
from shared.payments import gateway
from shared.payments.problems import PaymentsUnavailable
from shared.payments.reconcile import reconcile
from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.integration.payments.telling import (
    PAID,
    alerts,
    told,
)


def test_money_of_nobody_is_an_alert(shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever orders, is erased and pays all the same has a payment without a member: somebody hears of it, once."""
    ann = member()
    shop.buy(ann)
    shop.one("delete from auth.users where id = %s returning 1", ann.id)
    events = shop.webhooks(PAID)
    capsys.readouterr()
    shop.deliver(events * 2)
    assert alerts(capsys) == ["payment-without-member"]


def test_one_unreadable_event_stops_nothing(
    shop: Shop, member: MakeMember, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A poisoned event is kept with its reason, counted, alerted and passed, once; the events after it are applied."""
    ann = member()
    shop.buy(ann)
    shop.database.execute("update masterclass.reconciliation set since = now() - interval '1 minute', until = null")
    listed = gateway.list_events

    def poisoned(since: int, until: int, after: str | None) -> gateway.EventPage:
        page = listed(since, until, after)
        bad = {
            "id": f"evt_bad_{ann.id}",
            "type": PAID,
            "created": -1,
            "data": {"object": {"object": "checkout.session"}},
        }
        return page._replace(events=[bad, *page.events])

    monkeypatch.setattr(gateway, "list_events", poisoned)
    outcome = reconcile()
    assert (outcome.events_unreadable, outcome.finished, shop.has_access(ann)) == (1, True, True)
    assert "event-unreadable" in alerts(capsys)
    kept = "select outcome || ': ' || reason from masterclass.webhook_events where id = %s"
    assert str(shop.one(kept, f"evt_bad_{ann.id}")).startswith("unreadable: It lacks")
    assert reconcile().events_unreadable == 0


def test_settling_orders_does_not_wait_for_events(
    shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where events cannot be listed, orders are settled all the same, and the run says that it failed."""
    ann = member()
    shop.buy(ann)
    shop.database.execute(
        f"update masterclass.orders set created_at = now() - interval '1 hour' where user_id = '{ann.id}'"
    )

    def away(*_: object) -> None:
        raise PaymentsUnavailable

    monkeypatch.setattr(gateway, "list_events", away)
    with pytest.raises(PaymentsUnavailable):
        reconcile()
    assert shop.has_access(ann)


@pytest.mark.parametrize(
    "document",
    [
        [],
        {"id": "evt_a"},
        {"id": "evt_b", "type": PAID, "created": "now", "data": {"object": {"id": "cs_1"}}},
        {
            "id": "evt_c",
            "type": "refund.created",
            "created": 1,
            "data": {"object": {"id": "re_1", "status": "failed", "payment_intent": "pi_1", "amount": -5}},
        },
    ],
)
def test_signed_and_malformed_is_not_called_unsigned(shop: Shop, document: Any) -> None:
    """Whoever holds our secret signed it: the refusal says that it cannot be read."""
    answer = shop.post(json.dumps(document).encode())
    assert answer.status == 400
    assert answer.json["title"] == "This is signed, and not what Stripe documents"


@pytest.mark.parametrize(
    ("kind", "wrapped"),
    [
        ("charge.dispute.created", "charge"),
        ("charge.dispute.created", "invoice"),
        ("refund.created", "charge"),
        ("charge.refunded", "refund"),
        (PAID, "charge"),
    ],
)
def test_an_object_of_another_kind_changes_nothing(shop: Shop, member: MakeMember, kind: str, wrapped: str) -> None:
    """A charge or an invoice that is wrapped as a dispute is taken note of and no fact."""
    ann = member()
    session = shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    item = {
        "id": "x_1",
        "object": wrapped,
        "payment_intent": session["payment_intent"],
        "status": "needs_response",
        "amount": PRICE_MINOR,
        "amount_refunded": PRICE_MINOR,
        "mode": "payment",
    }
    event = {"id": f"evt_{uuid.uuid4().hex}", "object": "event", "type": kind, "created": 1, "data": {"object": item}}
    told(shop, event)
    assert (shop.has_access(ann), shop.payments(ann)[0]["state"]) == (True, "paid")
    assert shop.one("select outcome from masterclass.webhook_events where id = %s", event["id"]) == "ignored"


def test_unknown_orders_are_an_alert_where_money_came(till: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Of sessions that are none of ours only a paid one is told of, and only where something was paid."""

    def session(**members: Any) -> dict[str, Any]:
        number = uuid.uuid4().hex
        item: dict[str, Any] = {
            "id": f"cs_{number}",
            "object": "checkout.session",
            "mode": "payment",
            "livemode": False,
            "amount_subtotal": 500,
            "amount_total": 500,
            "currency": "usd",
            "metadata": dict[str, str](),
        } | members
        return {"id": f"evt_{number}", "type": PAID, "created": 1, "data": {"object": item}}

    told(
        till,
        session(status="expired", payment_status="unpaid"),
        session(status="open", payment_status="unpaid"),
        session(status="complete", payment_status="no_payment_required", amount_total=0),
    )
    assert alerts(capsys) == []
    told(till, session(status="complete", payment_status="paid"))
    assert alerts(capsys) == ["payment-unknown-order"]


def test_test_mode_never_counts_where_real_money_is_taken(
    shop: Shop, member: MakeMember, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Once the shop is live, what was bought in test mode opens nothing, and what is told of it is noted alone."""
    ann, bob = member(), member()
    shop.buy(ann)
    shop.deliver(shop.webhooks(PAID))
    shop.buy(bob)
    events = shop.webhooks(PAID)
    monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_live_throwaway")
    settings.forget()
    capsys.readouterr()
    shop.deliver(events)
    assert (shop.has_access(bob), shop.payments(bob), alerts(capsys)) == (False, [], ["payment-in-test-mode"])
    shop.database.execute("update masterclass.shop set live = true")
    try:
        assert (shop.has_access(ann), shop.payments(ann)) == (False, [])
        shop.one("select masterclass.refresh_expired_roles()")
        assert shop.role(ann) == "free"
    finally:
        shop.database.execute("update masterclass.shop set live = false; select masterclass.refresh_expired_roles()")
