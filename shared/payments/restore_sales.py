"""`payments reconcile --since DATE`: what is sold at Stripe and not in a restored database is made again."""

from datetime import UTC, datetime
from typing import NamedTuple

from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, gateway, operator_gateway, reconcile_queries, stripe_objects
from shared.payments.fulfil import fulfil
from shared.payments.records import SessionFact
from shared.payments.stripe_members import Object, member, optional_number, optional_text, text, uuid


class Restored(NamedTuple):
    """How many sales Stripe told of since then, how many were made again, and how many wait at an address.

    `sales_of_others` name no order of ours, or one at another price.
    """

    sales_seen: int
    sales_made_again: int
    sales_at_an_address: int
    sales_of_others: int


def restore_sales(since: datetime) -> Restored:
    """Make every order again that Stripe knows as paid since then, with what became of the money afterwards.

    Raises PaymentsUnavailable; running it again changes nothing.
    """
    reconcile_queries.begin_again(one_trip(PAYMENTS), since)
    sales = operator_gateway.sales_since(int(since.timestamp()))
    outcomes = [_restore(session) for session in sales]
    return Restored(
        sales_seen=len(sales),
        sales_made_again=outcomes.count("made") + outcomes.count("waits"),
        sales_at_an_address=outcomes.count("waits"),
        sales_of_others=outcomes.count("another"),
    )


def _restore(listed: Object) -> str:
    if stripe_objects.read_session(listed).reached != "paid":
        return "unpaid"
    if not reconcile_queries.is_unpaid(one_trip(PAYMENTS), text(listed, "id")):
        return "there"
    session = gateway.retrieve_session(text(listed, "id"))
    fact, member_id = stripe_objects.read_session(session), uuid(session, "client_reference_id")
    if fact.order_id is None or fact.price_id is None:
        return "another"
    if reconcile_queries.restore_order(one_trip(PAYMENTS), fact, member_id, _created(session)) == "another price":
        return "another"
    return _apply(session, fact)


def _apply(session: Object, fact: SessionFact) -> str:
    """Fulfil the sale and apply its refunds and disputes, whose events may no longer be listed."""
    fulfil(fact.session_id)
    if fact.payment_id:
        refunds, disputes = operator_gateway.aftermath(fact.payment_id)
        facts = [*map(stripe_objects.read_refund, refunds), *map(stripe_objects.read_dispute, disputes)]
        for told in filter(None, facts):
            fact_queries.apply_fact(one_trip(PAYMENTS), told)
    address = optional_text(member(session, "customer_details"), "email") or optional_text(session, "customer_email")
    waits = address and reconcile_queries.grant_restored(one_trip(PAYMENTS), fact.session_id, address)
    return "waits" if waits else "made"


def _created(session: Object) -> datetime:
    return datetime.fromtimestamp(optional_number(session, "created"), UTC)
