"""Random histories of a member's purchases as Stripe lives them, what it tells of them, and what is true at the end.

This is Stripe's side: it knows nothing of how facts are kept. Each change of an object makes an Event with the object
as it was then; `full_access` is read from the objects as they are at the end, never from the events.
"""

import copy
import random
from typing import Any, NamedTuple

Object = dict[str, Any]

PRICE_ID = "price_masterclass"
PRICES = (("usd", 49900), ("jpy", 49900), ("usd", 100), ("eur", 1))
FINAL_REFUNDS = {"failed", "canceled"}
# What can follow a status of a refund and of a dispute; nothing follows what is not named.
REFUND_STEPS = {
    "pending": ("succeeded", "failed", "canceled", "requires_action"),
    "requires_action": ("succeeded", "canceled", "failed"),
    "succeeded": ("failed",),
}
DISPUTE_STEPS = {
    "warning_needs_response": ("warning_under_review", "warning_closed", "needs_response"),
    "warning_under_review": ("warning_closed", "needs_response"),
    "needs_response": ("under_review", "won", "lost", "prevented"),
    "under_review": ("won", "lost"),
    "lost": ("appeal_needs_response",),
    "appeal_needs_response": ("appeal_under_review",),
    "appeal_under_review": ("won",),
}
CLOSED = {"won", "lost", "warning_closed", "prevented"}


class Purchase(NamedTuple):
    """An order as we wrote it down, and Stripe's objects that came of it.

    `state` is the order's at the beginning (a member has one open order; those before were let go as expired), `kept`
    the session in its row: its own, none yet, or another that was made at the same time.
    """

    order_id: str
    state: str
    kept: str | None
    currency: str
    amount: int
    session: Object
    charge: Object
    refunds: list[Object]
    disputes: list[Object]
    as_ordered: bool
    seats: int | None


class Delivery(NamedTuple):
    """One arrival: an Event, or (`read`) a session as GET checkout/{session} read it from the API.

    `crash`: "" arrives whole; "before" is lost before its commit; "after" commits and nobody hears of it. `erases`: no
    arrival at all, the member erases their account. `asks`: the member presses Pay again while the session of
    their stale order is as `document` says. `gives`: the member takes a seat of the pack bought in this session.
    """

    document: Object
    crash: str = ""
    read: bool = False
    erases: bool = False
    asks: bool = False
    gives: str = ""


class History(NamedTuple):
    """A member's purchases and everything that arrives of them, each event at least once whole, in any order."""

    user_id: str
    purchases: list[Purchase]
    deliveries: list[Delivery]

    @property
    def erased(self) -> bool:
        """Whether the member erased their account on the way."""
        return any(delivery.erases for delivery in self.deliveries)

    @property
    def full_access(self) -> bool:
        """The oracle: what Stripe's objects say at the end, of a member who is still there."""
        given = {delivery.gives for delivery in self.deliveries}
        usable = [one for one in self.purchases if one.seats is None or one.session["id"] in given]
        return not self.erased and full_access(usable)


class Teller:
    """Lives one history; `events` is what Stripe told, in order, `reads` what somebody read from its API meanwhile."""

    def __init__(self, seeded: random.Random, number: int):
        self.random = seeded
        self.number = number
        self.events: list[Object] = []
        self.reads: list[Object] = []
        self._clock = 1_790_000_000
        self._numbers = 0

    def identifier(self, prefix: str) -> str:
        """Return a new id."""
        self._numbers += 1
        return f"{prefix}_{self.number}_{self._numbers}"

    def tell(self, kind: str, item: Object) -> None:
        """Make the event, now and then a second Event object for the same change; a second holds several changes."""
        self._clock += self.random.random() < 0.5
        for _ in range(1 + (self.random.random() < 0.1)):
            self.events.append({"id": self.identifier("evt"), "type": kind, "created": self._clock,
                                "data": {"object": copy.copy(item)}})  # fmt: skip

    def read(self, purchase: Purchase, intent_status: str) -> None:
        """Let somebody read the session as it is now, its payment intent and charge expanded."""
        session = copy.copy(purchase.session)
        session["line_items"] = {"object": "list", "data": session["items"]}
        if session["payment_intent"]:
            charge = copy.copy(purchase.charge) if purchase.charge["status"] != "pending" else None
            session["payment_intent"] = {"id": session["payment_intent"], "status": intent_status,
                                         "latest_charge": charge}  # fmt: skip
        self.reads.append(session)


def history(seeded: random.Random, number: int, user_id: str, *, erasing: float = 0.0) -> History:
    """Return one random history; `number` makes its ids its own, `erasing` is how probable an erasure is."""
    teller = Teller(seeded, number)
    purchases = [_purchase(teller, user_id, nth) for nth in range(1 + (seeded.random() < 0.2))]
    arrivals = _arrivals(teller)
    _give_seats(seeded, purchases, arrivals)
    if seeded.random() < erasing:
        arrivals.insert(seeded.randint(0, len(arrivals)), Delivery({}, erases=True))
    return History(user_id, purchases, arrivals)


def full_access(purchases: list[Purchase]) -> bool:
    """What Stripe's objects say at the end."""
    return any(_stands(purchase) for purchase in purchases)


def _stands(purchase: Purchase) -> bool:
    session, charge = purchase.session, purchase.charge
    if session["status"] != "complete" or session["payment_status"] == "unpaid":
        return False
    if not purchase.as_ordered:
        return False
    if session["payment_status"] == "no_payment_required":
        return True
    if any(_holds_the_money(dispute) for dispute in purchase.disputes):
        return False
    return charge["amount_refunded"] < charge["amount"]


def _holds_the_money(dispute: Object) -> bool:
    """Whether the cardholder's bank has the money now: what left the balance and did not come back."""
    if dispute["status"] in {"won", "warning_closed"} or dispute["status"].startswith("warning"):
        return False
    return dispute["status"] != "prevented" or dispute["gone"]


def _purchase(teller: Teller, user_id: str, number: int) -> Purchase:
    seeded = teller.random
    currency, amount = seeded.choice(PRICES)
    order_id = f"00000000-0000-4000-8000-{teller.number * 8 + number:012x}"
    cross_sold, other = seeded.random() < 0.03, seeded.random() < 0.03
    session = _session(teller, order_id, user_id, currency, amount + (cross_sold or other))
    items = [{"price": PRICE_ID, "amount_subtotal": amount + (other and not cross_sold)}]
    session["items"] = items + [{"price": "price_other", "amount_subtotal": 1}] * cross_sold
    kept = seeded.choice((session["id"], session["id"], None, f"{session['id']}_other"))
    state = "expired" if number else "open"
    purchase = Purchase(
        order_id,
        state,
        kept,
        currency,
        amount,
        session,
        {},
        [],
        [],
        cross_sold or not other,
        2 if seeded.random() < 0.15 else None,
    )
    fate = seeded.random()
    if fate < 0.08:
        purchase.session["status"] = "expired"
        teller.tell("checkout.session.expired", purchase.session)
    elif not purchase.session["amount_total"]:
        purchase.session.update(status="complete", payment_status="no_payment_required")
        teller.tell("checkout.session.completed", purchase.session)
        teller.read(purchase, "")
    elif _pays(teller, purchase, from_bank=fate < 0.3):
        _aftermath(teller, purchase)
    return purchase


def _session(teller: Teller, order_id: str, user_id: str, currency: str, amount: int) -> Object:
    seeded = teller.random
    off = seeded.choice((0, 0, 0, amount // 5, amount))
    return {
        "id": teller.identifier("cs"), "status": "open", "payment_status": "unpaid", "mode": "payment",
        "livemode": False, "amount_subtotal": amount, "amount_total": amount - off, "currency": currency,
        "client_reference_id": user_id, "metadata": {"order_id": order_id, "price_id": PRICE_ID},
        "payment_intent": None,
    }  # fmt: skip


def _pays(teller: Teller, purchase: Purchase, *, from_bank: bool) -> bool:
    """Pay by card, or from a bank that answers later; return whether the money came."""
    session, seeded = purchase.session, teller.random
    session |= {"status": "complete", "payment_intent": teller.identifier("pi")}
    purchase.charge.update({
        "id": teller.identifier("ch"), "payment_intent": session["payment_intent"], "status": "pending",
        "amount": session["amount_total"], "amount_refunded": 0, "receipt_url": None,
    })  # fmt: skip
    if from_bank:
        teller.tell("checkout.session.completed", session)
        teller.read(purchase, "processing")
        if seeded.random() < 0.3:
            purchase.charge["status"] = "failed"
            teller.tell("charge.failed", purchase.charge)
            teller.tell("checkout.session.async_payment_failed", session)
            teller.read(purchase, "requires_payment_method")
            return False
    purchase.charge.update(status="succeeded", receipt_url=f"https://pay.example/{purchase.charge['id']}")
    session["payment_status"] = "paid"
    teller.tell("charge.succeeded", purchase.charge)
    teller.tell("checkout.session." + ("async_payment_succeeded" if from_bank else "completed"), session)
    teller.read(purchase, "succeeded")
    return True


def _aftermath(teller: Teller, purchase: Purchase) -> None:
    """Let refunds and disputes come and move on."""
    for _ in range(teller.random.choice((0, 1, 2, 3, 4, 6, 9))):
        teller.random.choice((_refund, _refund, _move_refund, _move_refund, _dispute, _move_dispute, _move_dispute))(
            teller, purchase
        )


def _refund(teller: Teller, purchase: Purchase) -> None:
    charge = purchase.charge
    left = charge["amount"] - charge["amount_refunded"]
    if left <= 0:
        return
    amount = left if teller.random.random() < 0.6 else teller.random.randint(1, left)
    made = {"id": teller.identifier("re"), "payment_intent": charge["payment_intent"], "amount": amount,
            "status": teller.random.choice(("pending", "succeeded", "succeeded", "requires_action"))}  # fmt: skip
    purchase.refunds.append(made)
    charge["amount_refunded"] += amount
    teller.tell("refund.created", made)
    teller.tell("charge.refunded", charge)


def _move_refund(teller: Teller, purchase: Purchase) -> None:
    movable = [refund for refund in purchase.refunds if refund["status"] in REFUND_STEPS]
    if not movable:
        return
    moved = teller.random.choice(movable)
    moved["status"] = teller.random.choice(REFUND_STEPS[moved["status"]])
    if moved["status"] in FINAL_REFUNDS:
        purchase.charge["amount_refunded"] -= moved["amount"]
    teller.tell("refund.failed" if moved["status"] == "failed" else "refund.updated", moved)
    teller.tell("charge.refund.updated", moved)


def _dispute(teller: Teller, purchase: Purchase) -> None:
    """Open a dispute or an inquiry, or let Stripe prevent one: by paying the cardholder, or by a block, for nothing."""
    fate = teller.random.random()
    kind = "resolution" if fate < 0.15 else "block" if fate < 0.25 else "chargeback"
    amount, status = purchase.charge["amount"], teller.random.choice(("needs_response", "warning_needs_response"))
    made: Object = {
        "id": teller.identifier("dp"),
        "payment_intent": purchase.charge["payment_intent"],
        "charge": purchase.charge["id"],
        "status": status if kind == "chargeback" else "prevented",
        "payment_method_details": {"card": {"case_type": kind}},
        "balance_transactions": [],
        "gone": kind == "resolution",
    }
    if made["status"] == "needs_response":
        made["balance_transactions"] = [{"amount": -amount}]
    purchase.disputes.append(made)
    teller.tell("charge.dispute.created", made)
    if kind == "resolution" and teller.random.random() < 0.5:
        made["balance_transactions"] = [{"amount": -amount}]
        teller.tell("charge.dispute.funds_withdrawn", made)


def _move_dispute(teller: Teller, purchase: Purchase) -> None:
    movable = [dispute for dispute in purchase.disputes if dispute["status"] in DISPUTE_STEPS]
    if not movable:
        return
    moved, amount = teller.random.choice(movable), purchase.charge["amount"]
    moved["status"] = teller.random.choice(DISPUTE_STEPS[moved["status"]])
    if moved["status"] == "needs_response":
        moved["balance_transactions"] = [{"amount": -amount}]
    if moved["status"] == "prevented":
        moved["gone"] = teller.random.random() < 0.5
    comes_back = moved["status"] == "won" or (moved["status"] == "prevented" and not moved["gone"])
    if comes_back:
        moved["balance_transactions"] = [{"amount": -amount}, {"amount": amount}]
    teller.tell("charge.dispute.closed" if moved["status"] in CLOSED else "charge.dispute.updated", moved)
    if comes_back:
        teller.tell("charge.dispute.funds_reinstated", moved)


def _arrivals(teller: Teller) -> list[Delivery]:
    """Return each event once whole, with copies, crashes and reads among them, in any order."""
    seeded = teller.random
    arrivals = [Delivery(document) for document in teller.events]
    for document in teller.events:
        chance = seeded.random()
        if chance < 0.45:
            arrivals.append(Delivery(document, crash="before" if chance < 0.1 else "after" if chance < 0.2 else ""))
    arrivals += [Delivery(document, read=True) for document in teller.reads
                 if seeded.random() < 0.3 or _is_looked_at(document)]  # fmt: skip
    arrivals += [
        Delivery(document, asks=True)
        for document in teller.reads
        if document["payment_status"] != "unpaid" and seeded.random() < 0.2
    ]
    if seeded.random() < 0.9:
        seeded.shuffle(arrivals)
    return arrivals


def _give_seats(seeded: random.Random, purchases: list[Purchase], arrivals: list[Delivery]) -> None:
    """Let the member take a seat of most packs, at some moment after their payment is known."""
    for pack in purchases:
        session_id = pack.session["id"]
        known = [nth for nth, one in enumerate(arrivals) if one.crash != "before" and _tells_paid(one, session_id)]
        if pack.seats and known and seeded.random() < 0.8:
            arrivals.insert(seeded.randint(known[0] + 1, len(arrivals)), Delivery({}, gives=session_id))


def _tells_paid(delivery: Delivery, session_id: str) -> bool:
    if delivery.gives:
        return False
    item = delivery.document if delivery.read or delivery.asks else delivery.document["data"]["object"]
    return item["id"] == session_id and item["status"] == "complete" and item["payment_status"] != "unpaid"


def _is_looked_at(read: Object) -> bool:
    """Whether the hourly job reads it for sure: it was paid, and something was sold beside the course."""
    return read["payment_status"] != "unpaid" and len(read["items"]) > 1
