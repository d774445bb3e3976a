"""What payments are about: orders, and the facts that Stripe tells.

NamedTuples: the webhook starts cold more often than anything else here, and pydantic would double that.
"""

from typing import NamedTuple

# The newest version whose shapes we have read; requests ask for it, the webhook endpoint is made with it.
API_VERSION = "2026-10-28.endive"


class Price(NamedTuple):
    """What full access costs, by the course itself."""

    amount_minor: int
    currency: str


class Wanted(NamedTuple):
    """What somebody wants to buy: access for themselves (`seats` None), a pack of seats, or a gift, which is one seat.

    `invoice` is JSON: what the invoice is to name (practice, attention, tax_id).
    """

    price_id: str
    price: Price
    seats: int | None = None
    gift: bool = False
    invoice: str | None = None


class Order(NamedTuple):
    """A member's order under way; session and address are empty until Stripe has made the session."""

    id: str
    attempt: int
    state: str
    checkout_session_id: str
    checkout_url: str
    wanted: Wanted


class SessionFact(NamedTuple):
    """A checkout session as Stripe told it; `reached` is the state of the order that this amounts to.

    `item_subtotal` is what the ordered price came to, known only of a session that was read with its line items.
    """

    session_id: str
    order_id: str | None
    user_id: str | None
    price_id: str | None
    mode: str
    livemode: bool
    reached: str
    amount_subtotal: int
    item_subtotal: int | None
    amount_total: int
    amount_discount: int
    amount_tax: int
    currency: str
    payment_id: str | None
    promotion_id: str | None
    promotion_code: str | None
    invoice_url: str | None
    recovery_url: str | None


class RefundFact(NamedTuple):
    """A refund's amount and status, and why it was given."""

    refund_id: str
    payment_id: str
    amount_minor: int
    status: str
    reason: str | None = None
    note: str | None = None


class DisputeFact(NamedTuple):
    """A dispute's status, and the sum of the transactions that it has made on our balance.

    `due_by` is until when Stripe takes evidence, in seconds since 1970.
    """

    dispute_id: str
    payment_id: str
    status: str
    case_type: str | None = None
    net_minor: int = 0
    transactions: int = 0
    due_by: int | None = None


class ChargeFact(NamedTuple):
    """How much of a charge has ever been refunded, and where its receipt is."""

    charge_id: str
    payment_id: str
    refunded_minor: int
    receipt_url: str | None


class InvoiceFact(NamedTuple):
    """Where the paid invoice of an order can be seen."""

    order_id: str
    invoice_url: str


Fact = SessionFact | RefundFact | DisputeFact | ChargeFact | InvoiceFact


class Applied(NamedTuple):
    """What became of a fact that was applied: the event's outcome, and the alerts that want somebody to look."""

    outcome: str
    alerts: tuple[str, ...]


class Event(NamedTuple):
    """One Event object of Stripe's: which, about what, when (seconds since 1970), and the fact in it, if any."""

    id: str
    type: str
    object_id: str | None
    created: int
    fact: Fact | None


class MadeSession(NamedTuple):
    """A checkout session as Stripe made it for an order."""

    id: str
    url: str
    expires_at: int
    amount_subtotal: int
    currency: str


class KeptSession(NamedTuple):
    """The one session of an order where its member can pay."""

    checkout_session_id: str
    url: str


class CheckoutState(NamedTuple):
    """Where an order stands, for the page that waits for it; `incomplete` when only Stripe can tell the rest."""

    state: str
    role: str
    incomplete: bool
