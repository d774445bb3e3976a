"""Reading what Stripe tells: an event's JSON in, a fact out; what is no fact of ours is simply none."""

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from shared.payments.problems import NotFromStripe
from shared.payments.records import ChargeFact, DisputeFact, Event, Fact, RefundFact, SessionFact

Object = Mapping[str, Any]

_CURRENCY = re.compile(r"[a-z]{3}", re.ASCII)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)

# Stripe's ids and words have at most 255 characters, its amounts at most 12 digits, and its times are seconds.
# Beyond that nothing is Stripe's, and Postgres could neither index the text nor make a time of the number.
LONGEST_TEXT = 255
LARGEST_NUMBER = 10**12
LONGEST_ADDRESS = 2048

PAID_STATUSES = frozenset({"paid", "no_payment_required"})
REFUND_STATUSES = frozenset({"pending", "requires_action", "succeeded", "failed", "canceled"})


def read_event(document: object) -> Event:
    """Return the event; raises NotFromStripe for JSON that is no event, whoever signed it."""
    if not isinstance(document, dict):
        raise NotFromStripe("The body is no event.")
    event = cast("Object", document)
    item = _member(_member(event, "data"), "object")
    reader = _READERS.get(_text(event, "type"))
    return Event(
        id=_text(event, "id"),
        type=_text(event, "type"),
        object_id=_optional_text(item, "id"),
        created=_number(event, "created"),
        fact=reader(item, _text(event, "type")) if reader else None,
    )


def read_session(session: Object, event_type: str = "") -> SessionFact:
    """Return what a checkout session amounts to; with `payment_intent` expanded a failed debit is seen too."""
    metadata = _member(session, "metadata")
    return SessionFact(
        session_id=_text(session, "id"),
        order_id=_uuid(metadata, "order_id"),
        user_id=_optional_text(session, "client_reference_id"),
        price_id=_optional_text(metadata, "price_id"),
        mode=_text(session, "mode"),
        livemode=session.get("livemode") is True,
        reached=_reached(session, event_type),
        amount_subtotal=_amount(session, "amount_subtotal"),
        amount_total=_amount(session, "amount_total"),
        currency=_currency(session),
        payment_id=_id(session, "payment_intent"),
    )


def read_charge(charge: Object, _event_type: str = "") -> ChargeFact | None:
    """Return a charge's fact; None for one that belongs to no payment intent."""
    payment_id = _id(charge, "payment_intent")
    if payment_id is None or charge.get("status") == "failed":
        return None
    return ChargeFact(
        charge_id=_text(charge, "id"),
        payment_id=payment_id,
        refunded_minor=_number(charge, "amount_refunded"),
        receipt_url=_address(charge, "receipt_url"),
    )


def latest_charge(session: Object) -> ChargeFact | None:
    """Return the charge in a session whose `payment_intent.latest_charge` is expanded, if there is one."""
    charge = _member(_member(session, "payment_intent"), "latest_charge")
    return read_charge(charge) if charge else None


def _refund(refund: Object, _event_type: str) -> RefundFact | None:
    payment_id, status = _id(refund, "payment_intent"), refund.get("status")
    if payment_id is None or status not in REFUND_STATUSES:
        return None
    return RefundFact(_text(refund, "id"), payment_id, _number(refund, "amount"), _text(refund, "status"))


def _dispute(dispute: Object, _event_type: str) -> DisputeFact | None:
    payment_id = _id(dispute, "payment_intent")
    if payment_id is None:
        return None
    return DisputeFact(_text(dispute, "id"), payment_id, _text(dispute, "status"))


# Types that we subscribe to (docs/deploy.md lists them); every other type is taken note of and ignored.
_READERS: Mapping[str, Callable[[Object, str], Fact | None]] = {
    "checkout.session.completed": read_session,
    "checkout.session.async_payment_succeeded": read_session,
    "checkout.session.async_payment_failed": read_session,
    "checkout.session.expired": read_session,
    "charge.succeeded": read_charge,
    "charge.updated": read_charge,
    "charge.refunded": read_charge,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.refund.updated": _refund,
    "charge.dispute.created": _dispute,
    "charge.dispute.updated": _dispute,
    "charge.dispute.closed": _dispute,
    "charge.dispute.funds_withdrawn": _dispute,
    "charge.dispute.funds_reinstated": _dispute,
}
HANDLED_TYPES = tuple(_READERS)


def _reached(session: Object, event_type: str) -> str:
    """Return the state of the order that the session amounts to.

    Paid needs a complete session: only then is nothing more to come. A debit that failed leaves the session
    complete and unpaid; the event's type says so, or the payment intent where it is expanded.
    """
    status, intent = session.get("status"), _member(session, "payment_intent")
    if status == "complete" and session.get("payment_status") in PAID_STATUSES:
        return "paid"
    if status == "expired":
        return "expired"
    if event_type == "checkout.session.async_payment_failed":
        return "failed"
    if status == "complete":
        return "failed" if intent.get("status") in {"requires_payment_method", "canceled"} else "processing"
    return "open"


def _member(item: Object, name: str) -> Object:
    value = item.get(name)
    return cast("Object", value) if isinstance(value, dict) else {}


def _id(item: Object, name: str) -> str | None:
    """Return the id of a member that may be expanded."""
    value = item.get(name)
    return _optional_text(cast("Object", value), "id") if isinstance(value, dict) else _optional_text(item, name)


def _optional_text(item: Object, name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_TEXT else None


def _address(item: Object, name: str) -> str | None:
    value = item.get(name)
    return value if isinstance(value, str) and 0 < len(value) <= LONGEST_ADDRESS else None


def _uuid(item: Object, name: str) -> str | None:
    value = _optional_text(item, name) or ""
    return value if _UUID.fullmatch(value) else None


def _text(item: Object, name: str) -> str:
    value = _optional_text(item, name)
    if value is None:
        raise NotFromStripe(f"The event lacks the text {name}.")
    return value


def _number(item: Object, name: str) -> int:
    value = item.get(name)
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise NotFromStripe(f"The event lacks the whole number {name}.")
    return value


def _currency(session: Object) -> str:
    """Return the ISO 4217 code; empty, which is no order's, for anything else."""
    value = _optional_text(session, "currency") or ""
    return value if _CURRENCY.fullmatch(value) else ""


def _amount(session: Object, name: str) -> int:
    """Amounts are null in sessions of mode `setup`, which are never ours."""
    return 0 if session.get(name) is None else _number(session, name)
