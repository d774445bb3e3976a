"""Reading what Stripe tells: an event's JSON in, a fact out; what is no fact of ours is simply none."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from shared.payments.problems import EventUnreadable
from shared.payments.records import ChargeFact, DisputeFact, Event, Fact, InvoiceFact, RefundFact, SessionFact
from shared.payments.stripe_members import (
    LONGEST_NOTE,
    Object,
    address,
    amount,
    currency,
    identifier,
    member,
    members,
    number,
    optional_number,
    optional_text,
    text,
    uuid,
)

PAID_STATUSES = frozenset({"paid", "no_payment_required"})
REFUND_STATUSES = frozenset({"pending", "requires_action", "succeeded", "failed", "canceled"})
NOT_ON_THE_SESSION = -1  # the ordered price is not among the line items that were looked at


def read_event(document: object) -> Event:
    """Return the event; raises EventUnreadable for JSON that is no event, whoever signed it.

    An object of another kind than the type speaks of (a charge wrapped as a dispute) is no fact.
    """
    if not isinstance(document, dict):
        raise EventUnreadable("The body is no event.")
    event = cast("Object", document)
    item = member(member(event, "data"), "object")
    kind, read = _READERS.get(text(event, "type"), ("", None))
    return Event(
        id=text(event, "id"),
        type=text(event, "type"),
        object_id=optional_text(item, "id"),
        created=number(event, "created"),
        fact=read(item, text(event, "type")) if read and item.get("object", kind) == kind else None,
    )


def read_session(session: Object, event_type: str = "") -> SessionFact:
    """Return what a checkout session amounts to; with `payment_intent` expanded a failed debit is seen too."""
    metadata, totals = member(session, "metadata"), member(session, "total_details")
    promotion_id, promotion_code = _promotion(session)
    price_id = optional_text(metadata, "price_id")
    return SessionFact(
        session_id=text(session, "id"),
        order_id=uuid(metadata, "order_id"),
        user_id=optional_text(session, "client_reference_id"),
        price_id=price_id,
        mode=text(session, "mode"),
        livemode=session.get("livemode") is True,
        reached=_reached(session, event_type),
        amount_subtotal=amount(session, "amount_subtotal"),
        item_subtotal=_item_subtotal(session, price_id),
        amount_total=amount(session, "amount_total"),
        amount_discount=optional_number(totals, "amount_discount"),
        amount_tax=optional_number(totals, "amount_tax"),
        currency=currency(session),
        payment_id=identifier(session, "payment_intent"),
        promotion_id=promotion_id,
        promotion_code=promotion_code,
        invoice_url=address(member(session, "invoice"), "hosted_invoice_url"),
        recovery_url=address(member(member(session, "after_expiration"), "recovery"), "url"),
    )


def read_charge(charge: Object, _event_type: str = "") -> ChargeFact | None:
    """Return a charge's fact; None for one that belongs to no payment intent, and for one that brought nothing."""
    payment_id = identifier(charge, "payment_intent")
    if payment_id is None or charge.get("status") == "failed":
        return None
    return ChargeFact(
        charge_id=text(charge, "id"),
        payment_id=payment_id,
        refunded_minor=number(charge, "amount_refunded"),
        receipt_url=address(charge, "receipt_url"),
    )


def latest_charge(session: Object) -> ChargeFact | None:
    """Return the charge in a session whose `payment_intent.latest_charge` is expanded, if there is one."""
    charge = member(member(session, "payment_intent"), "latest_charge")
    return read_charge(charge) if charge else None


def read_refund(refund: Object, _event_type: str = "") -> RefundFact | None:
    """Return a refund's fact, with Stripe's reason and the note that was given with it."""
    payment_id, status = identifier(refund, "payment_intent"), optional_text(refund, "status")
    if payment_id is None or status not in REFUND_STATUSES:
        return None
    return RefundFact(
        refund_id=text(refund, "id"),
        payment_id=payment_id,
        amount_minor=number(refund, "amount"),
        status=text(refund, "status"),
        reason=optional_text(refund, "reason"),
        note=optional_text(member(refund, "metadata"), "note", LONGEST_NOTE),
    )


def read_dispute(dispute: Object, _event_type: str = "") -> DisputeFact | None:
    """Return a dispute's fact: its status, and what it has moved on the balance so far."""
    payment_id = identifier(dispute, "payment_intent")
    if payment_id is None:
        return None
    moved = [optional_number(one, "amount") for one in members(dispute, "balance_transactions")]
    return DisputeFact(
        dispute_id=text(dispute, "id"),
        payment_id=payment_id,
        status=text(dispute, "status"),
        case_type=optional_text(member(member(dispute, "payment_method_details"), "card"), "case_type"),
        net_minor=sum(moved),
        transactions=len(moved),
        due_by=optional_number(member(dispute, "evidence_details"), "due_by") or None,
    )


def _invoice(invoice: Object, _event_type: str) -> InvoiceFact | None:
    order_id = uuid(member(invoice, "metadata"), "order_id")
    url = address(invoice, "hosted_invoice_url")
    return InvoiceFact(order_id, url) if order_id and url else None


# Types that we subscribe to (docs/deploy.md lists them), with the kind of object that each is about; every other type
# is taken note of and ignored. Stripe lists and subscribes twenty at most.
_READERS: Mapping[str, tuple[str, Callable[[Object, str], Fact | None]]] = {
    "checkout.session.completed": ("checkout.session", read_session),
    "checkout.session.async_payment_succeeded": ("checkout.session", read_session),
    "checkout.session.async_payment_failed": ("checkout.session", read_session),
    "checkout.session.expired": ("checkout.session", read_session),
    "charge.succeeded": ("charge", read_charge),
    "charge.updated": ("charge", read_charge),
    "charge.refunded": ("charge", read_charge),
    "refund.created": ("refund", read_refund),
    "refund.updated": ("refund", read_refund),
    "refund.failed": ("refund", read_refund),
    "charge.refund.updated": ("refund", read_refund),
    "charge.dispute.created": ("dispute", read_dispute),
    "charge.dispute.updated": ("dispute", read_dispute),
    "charge.dispute.closed": ("dispute", read_dispute),
    "charge.dispute.funds_withdrawn": ("dispute", read_dispute),
    "charge.dispute.funds_reinstated": ("dispute", read_dispute),
    "invoice.paid": ("invoice", _invoice),
}
HANDLED_TYPES = tuple(_READERS)


def _reached(session: Object, event_type: str) -> str:
    """Return the state of the order that the session amounts to.

    Paid needs a complete session: only then is nothing more to come. A debit that failed leaves the session
    complete and unpaid; the event's type says so, or the payment intent where it is expanded.
    """
    status, intent = session.get("status"), member(session, "payment_intent")
    if status == "complete" and optional_text(session, "payment_status") in PAID_STATUSES:
        return "paid"
    if status == "expired":
        return "expired"
    if event_type == "checkout.session.async_payment_failed":
        return "failed"
    if status == "complete":
        return "failed" if optional_text(intent, "status") in {"requires_payment_method", "canceled"} else "processing"
    return "open"


def _item_subtotal(session: Object, price_id: str | None) -> int | None:
    """Return what the ordered price came to on a session with its line items; None on one without.

    Something sold beside it (a cross-sell that was switched on in Stripe's dashboard) adds to the subtotal, and changes
    nothing about what was ordered.
    """
    items = members(session, "line_items")
    if not items:
        return None
    found: list[Any] = [item.get("amount_subtotal") for item in items if identifier(item, "price") == price_id]
    return found[0] if len(found) == 1 and type(found[0]) is int else NOT_ON_THE_SESSION


def _promotion(session: Object) -> tuple[str | None, str | None]:
    """Return the id of the promotion code that was typed, and, where it is expanded, its words."""
    for discount in members(session, "discounts"):
        if promotion_id := identifier(discount, "promotion_code"):
            return promotion_id, optional_text(member(discount, "promotion_code"), "code")
    return None, None
