"""`payments reconcile --since DATE`: what is sold at Stripe and not in a restored database is made again."""

from collections import Counter
from datetime import UTC, datetime
from typing import NamedTuple

from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, gateway, operator_gateway, reconcile_queries, stripe_objects
from shared.payments.fulfil import fulfil
from shared.payments.reconcile_queries import LostOrder
from shared.payments.stripe_members import Object, member, optional_number, optional_text, text, uuid

MOST_SEATS = 500


class Restored(NamedTuple):
    """How many sales Stripe told of since then, how many were made again, and how many wait at an address.

    `sales_of_others` name no order of ours; `packs_of_nobody` wait until their buyer has signed up again and this runs
    once more.
    """

    sales_seen: int
    sales_made_again: int
    sales_at_an_address: int
    sales_of_others: int
    packs_of_nobody: int


def restore_sales(since: datetime) -> Restored:
    """Make every order again that Stripe knows as paid since then, with what became of the money afterwards.

    What is there is looked at again too: its refunds may be what was lost. Raises PaymentsUnavailable; running it
    again changes nothing.
    """
    reconcile_queries.begin_again(one_trip(PAYMENTS), since)
    sales = operator_gateway.sales_since(int(since.timestamp()))
    found = Counter[str]()
    for session in sales:
        found.update(_restore(session))
    return Restored(
        sales_seen=len(sales),
        sales_made_again=found["made"],
        sales_at_an_address=found["waits"],
        sales_of_others=found["another"],
        packs_of_nobody=found["nobody"],
    )


def _restore(listed: Object) -> set[str]:
    """Make one sale again; return what is to be counted of it."""
    if stripe_objects.read_session(listed).reached != "paid":
        return set()
    session = gateway.retrieve_session(text(listed, "id"))
    lost = _lost_order(session)
    if lost is None:
        return {"another"}
    was_unpaid = reconcile_queries.is_unpaid(one_trip(PAYMENTS), lost.session_id)
    if reconcile_queries.restore_order(one_trip(PAYMENTS), lost) == "not on sale":
        return {"another"}
    _apply(lost.session_id)
    buyer = optional_text(member(session, "customer_details"), "email") or optional_text(session, "customer_email")
    given = reconcile_queries.grant_restored(one_trip(PAYMENTS), lost.session_id, buyer) if buyer else "kept"
    return ({"made"} if was_unpaid else set[str]()) | {given}


def _apply(session_id: str) -> None:
    """Fulfil the sale and apply its refunds and disputes, whose events may no longer be listed."""
    payment_id = fulfil(session_id).payment_id
    if payment_id is None:
        return
    refunds, disputes = operator_gateway.aftermath(payment_id)
    facts = [*map(stripe_objects.read_refund, refunds), *map(stripe_objects.read_dispute, disputes)]
    for told in filter(None, facts):
        fact_queries.apply_fact(one_trip(PAYMENTS), told)


def _lost_order(session: Object) -> LostOrder | None:
    """Return the order that a session was made for, as we wrote it into its metadata; None for another shop's."""
    metadata = member(session, "metadata")
    order_id, price_id = uuid(metadata, "order_id"), optional_text(metadata, "price_id")
    seats = optional_text(metadata, "seats")
    if order_id is None or price_id is None or not _is_size(seats):
        return None
    return LostOrder(
        order_id=order_id,
        member_id=uuid(session, "client_reference_id"),
        price_id=price_id,
        seats=None if seats is None else int(seats),
        gift=metadata.get("gift") == "true",
        livemode=session.get("livemode") is True,
        session_id=text(session, "id"),
        ordered=datetime.fromtimestamp(optional_number(session, "created"), UTC),
    )


def _is_size(seats: str | None) -> bool:
    """Whether a session's word for the seats of its pack is one that we wrote; a session without a pack has none."""
    return seats is None or (seats.isascii() and seats.isdigit() and len(seats) <= 3 and 1 <= int(seats) <= MOST_SEATS)
