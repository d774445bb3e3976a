"""What Stripe tells in the tests of money: events about real purchases, with something in them changed."""

import json
import uuid
from typing import Any

import pytest

from shared.database import PAYMENTS, one_trip
from shared.payments import gateway, queries
from shared.payments.records import Order
from tests.integration.payments.shop import PRICE_MINOR, WANTED, Shop

PAID = "checkout.session.completed"


def paid_event(shop: Shop, member: Any, **changes: Any) -> dict[str, Any]:
    """Let the member pay, and return the event that says so with `changes` in its session."""
    shop.buy(member)
    [body] = [body for body in shop.webhooks(PAID) if json.loads(body)["type"] == PAID]
    event = json.loads(body)
    session = event["data"]["object"]
    event["data"]["object"] = session | changes | {"metadata": session["metadata"] | changes.get("metadata", {})}
    return event


def told(shop: Shop, *events: dict[str, Any]) -> None:
    """Deliver events."""
    shop.deliver([json.dumps(event).encode() for event in events])


def alerts(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return the names of the alerts written since the last time."""
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    return [line["alert"] for line in lines if "alert" in line]


def cross_sell(shop: Shop, session_id: str) -> None:
    """Let the buyer add what the dashboard offers beside the course."""
    shop.stripe.control(f"sessions/{session_id}/cross-sell", amount=2500)


def other_session(shop: Shop, member: Any) -> str:
    """Make a second session of the member's order, as a call at the same time would have, and return it."""
    order_id = str(shop.one("select id from masterclass.orders where user_id = %s", member.id))
    other = gateway.create_session(Order(order_id, 7, "open", "", "", WANTED), member.id, f"other-{member.email}")
    queries.update_order_session(one_trip(PAYMENTS), order_id, other)
    return other.id


def processing(shop: Shop, session_id: str) -> None:
    """Pay from a bank that does not answer by itself."""
    shop.stripe.control(f"sessions/{session_id}/pay", account="000000000009")


def prevented(shop: Shop, charge: str, **members: Any) -> dict[str, Any]:
    """Return the event of a dispute that was prevented."""
    intent = shop.stripe.client.v1.charges.retrieve(charge).payment_intent
    number = uuid.uuid4().hex
    dispute: dict[str, Any] = {
        "id": f"dp_{number}",
        "object": "dispute",
        "charge": charge,
        "payment_intent": intent,
        "amount": PRICE_MINOR,
        "currency": "usd",
        "status": "prevented",
        "balance_transactions": list[Any](),
    } | members
    return {
        "id": f"evt_{number}",
        "object": "event",
        "created": 1_790_000_000,
        "type": "charge.dispute.created",
        "data": {"object": dispute},
    }


def card(case_type: str) -> dict[str, Any]:
    """Return what a dispute says of its kind."""
    return {"payment_method_details": {"type": "card", "card": {"brand": "visa", "case_type": case_type}}}


def moved(*amounts: int) -> dict[str, Any]:
    """Return balance transactions of these amounts."""
    return {"balance_transactions": [{"id": f"txn_{n}", "amount": amount} for n, amount in enumerate(amounts)]}
