"""Stripe's published shapes are accepted as they are, whole and bare, in the API version that is pinned."""

import json
import uuid
from typing import Any

import pytest
import stripe
from stripe import Charge, Dispute, Invoice, Refund, StripeObject
from stripe.checkout import Session

from shared.payments.records import API_VERSION
from shared.payments.stripe_objects import HANDLED_TYPES, read_event
from tests.integration.payments.shop import PRICE_MINOR, MakeMember, Shop
from tests.support import stripe_shapes

KINDS: dict[str, type[StripeObject]] = {
    "checkout.session": Session,
    "charge.dispute": Dispute,
    "charge.refund.": Refund,
    "refund": Refund,
    "charge": Charge,
    "invoice": Invoice,
}


def published(kind: str, *, full: bool, **known: Any) -> dict[str, Any]:
    """Return an event of a handled type about an object with all its published members, `known` among them."""
    shape = next(shape for prefix, shape in KINDS.items() if kind.startswith(prefix))
    item = stripe_shapes.example(shape, full=full) | known
    return stripe_shapes.event(kind, item, f"evt_{uuid.uuid4().hex}", full=full)


def told(kind: str, number: str) -> dict[str, Any]:
    """Return what an object has that such an event is about."""
    intent = {"payment_intent": f"pi_{number}"}
    if kind.startswith("checkout.session"):
        return intent | {"id": f"cs_{number}", "status": "complete", "payment_status": "paid", "mode": "payment"}
    if kind.startswith("charge.dispute"):
        return intent | {"id": f"dp_{number}", "status": "needs_response"}
    if kind.startswith("invoice"):
        return {
            "id": f"in_{number}",
            "metadata": {"order_id": str(uuid.UUID(number))},
            "hosted_invoice_url": "https://i.example",
        }
    return intent | {"id": f"re_{number}" if "refund." in kind else f"ch_{number}", "status": "succeeded"}


def test_the_pinned_version_is_the_one_whose_shapes_these_are() -> None:
    """The SDK's objects, our requests and what we read are of one API version."""
    assert stripe.api_version == API_VERSION


@pytest.mark.parametrize("full", [True, False], ids=["whole", "bare"])
@pytest.mark.parametrize("kind", HANDLED_TYPES)
def test_every_handled_type_is_read(till: Shop, kind: str, *, full: bool) -> None:
    """An event with every published member, and one with null in each optional one, is applied and leaves its fact."""
    document = published(kind, full=full, **told(kind, uuid.uuid4().hex))
    assert len(document["data"]["object"]) > 8
    assert read_event(document).fact is not None
    assert till.post(json.dumps(document, indent=2).encode()).status == 200
    outcome = till.one("select outcome from masterclass.webhook_events where id = %s", document["id"])
    assert outcome == ("unknown order" if kind.startswith("checkout") else "applied")


def test_every_published_type_is_accepted(till: Shop) -> None:
    """Each of Stripe's event types is answered 200 and noted; those we do not handle are ignored."""
    kinds = stripe_shapes.event_types()
    assert set(HANDLED_TYPES) <= set(kinds)
    assert len(kinds) > 250
    for kind in set(kinds) - set(HANDLED_TYPES):
        document = stripe_shapes.event(kind, {"id": "x_1", "object": kind.rpartition(".")[0]}, f"evt_{kind}")
        assert till.post(json.dumps(document).encode()).status == 200, kind
    ignored = till.one("select count(*) from masterclass.webhook_events where outcome = 'ignored'")
    assert ignored == len(set(kinds) - set(HANDLED_TYPES))


def test_every_published_status_of_a_dispute_has_its_rank(till: Shop) -> None:
    """No two published statuses are ranked alike, and none as one that nobody knows."""
    statuses = stripe_shapes.choices(Dispute, "status")
    ranks = [till.one("select masterclass.dispute_rank(%s)", status) for status in statuses]
    assert len(set(ranks)) == len(statuses) >= 10
    assert till.one("select masterclass.dispute_rank('invented')") not in ranks


@pytest.mark.parametrize("payment_status", stripe_shapes.choices(Session, "payment_status"))
@pytest.mark.parametrize("status", stripe_shapes.choices(Session, "status"))
def test_only_a_complete_and_paid_session_is_paid(
    shop: Shop, member: MakeMember, status: str, payment_status: str
) -> None:
    """Of all published combinations access opens for complete and paid, or complete with nothing to pay."""
    ann = member()
    session_id = shop.checkout(ann).json["checkout_session_id"]
    session = json.loads(json.dumps(shop.stripe.client.v1.checkout.sessions.retrieve(session_id).to_dict()))
    whole = stripe_shapes.example(Session) | session
    document = stripe_shapes.event(
        "checkout.session.completed",
        whole | {"status": status, "payment_status": payment_status, "payment_intent": None},
        f"evt_{uuid.uuid4().hex}",
    )
    assert shop.post(json.dumps(document).encode()).status == 200
    assert shop.has_access(ann) == (status == "complete" and payment_status != "unpaid")
    assert session["amount_subtotal"] == PRICE_MINOR


def test_an_event_of_another_version_is_an_alert(till: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """An endpoint that was made with another API version is applied as well as can be, and said to be so."""
    document = published("refund.created", full=True, **told("refund.created", "old")) | {"api_version": "2020-08-27"}
    assert till.post(json.dumps(document).encode()).status == 200
    assert '"alert":"stripe-api-version"' in capsys.readouterr().out.replace(" ", "")
