"""Events of six API versions mean the same: what Stripe told an endpoint of 2019 is told to one of today."""

import json
import uuid
from typing import Any

import pytest

from shared.payments.stripe_objects import HANDLED_TYPES, read_event
from tests.integration.payments.shop import MakeMember, Shop
from tests.support import stripe_versions
from tests.support.stripe_versions import VERSIONS, Object

# Nobody ordered these sessions: money for them is no order's, and the end of one without money is nothing.
OUTCOMES = {
    "checkout.session.completed": "unknown order",
    "checkout.session.async_payment_succeeded": "unknown order",
    "checkout.session.async_payment_failed": "ignored",
    "checkout.session.expired": "ignored",
}
STATUSES = {
    "charge.dispute.created": "needs_response",
    "charge.dispute.updated": "under_review",
    "charge.dispute.closed": "lost",
    "charge.dispute.funds_withdrawn": "needs_response",
    "charge.dispute.funds_reinstated": "won",
    "checkout.session.expired": "expired",
    "refund.failed": "failed",
}


def drawn(version: str, kind: str, **known: Any) -> Object:
    """Return an event of a handled type as `version` draws it, with an id of its own."""
    return stripe_versions.drawn(version, kind, f"evt_{uuid.uuid4().hex}", **known)


def about(kind: str, number: str) -> Object:
    """Return what identifies the object that such an event is about."""
    if kind.startswith("checkout.session"):
        paid = "unpaid" if kind.endswith(("failed", "expired")) else "paid"
        status = STATUSES.get(kind, "complete")
        return {"id": f"cs_{number}", "payment_intent": f"pi_{number}", "payment_status": paid, "status": status}
    if kind.startswith("invoice"):
        return {"id": f"in_{number}", "metadata": {"order_id": str(uuid.UUID(number))}}
    prefix = "dp" if "dispute" in kind else "re" if "refund." in kind else "ch"
    usual = "needs_response" if prefix == "dp" else "succeeded"
    return {"id": f"{prefix}_{number}", "payment_intent": f"pi_{number}", "status": STATUSES.get(kind, usual)}


@pytest.mark.parametrize("kind", HANDLED_TYPES)
@pytest.mark.parametrize("version", VERSIONS)
def test_every_handled_type_is_applied_in_every_version(till: Shop, version: str, kind: str) -> None:
    """The event is answered 200 and leaves its fact, whatever version drew its object."""
    document = drawn(version, kind, **about(kind, uuid.uuid4().hex))
    assert read_event(document).fact is not None
    assert till.post(json.dumps(document, indent=2).encode()).status == 200
    outcome = till.one("select outcome from masterclass.webhook_events where id = %s", document["id"])
    assert outcome == OUTCOMES.get(kind, "applied")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_purchase_and_its_end_are_told_alike_in_every_version(shop: Shop, member: MakeMember, version: str) -> None:
    """Paid opens access, a dispute closes it, winning opens it, a refund closes it until it fails."""
    ann = member()
    paid = shop.buy(ann)
    known: Any = {"payment_intent": paid["payment_intent"]}
    same = ("id", "client_reference_id", "metadata", "payment_status", "status", "amount_subtotal", "amount_total")
    told = [
        (drawn(version, "checkout.session.completed", **known, **{name: paid[name] for name in same}), True),
        (drawn(version, "charge.dispute.created", **known, id=f"dp_{ann.id}", status="needs_response"), False),
        (drawn(version, "charge.dispute.closed", **known, id=f"dp_{ann.id}", status="won"), True),
        (drawn(version, "charge.refunded", **known, id=f"ch_{ann.id}", amount_refunded=49900, refunded=True), False),
        (drawn(version, "refund.created", **known, id=f"re_{ann.id}"), False),
        (drawn(version, "refund.failed", **known, id=f"re_{ann.id}", status="failed"), True),
    ]
    for document, has_access in told:
        assert shop.post(json.dumps(document).encode()).status == 200
        assert shop.has_access(ann) == has_access, document["type"]
