"""Random histories of a member's purchases: what Stripe tells of them in any order, and what is true at the end.

`full_access` is read from Stripe's objects as they are at the end, never from the events.
"""

import random
from typing import NamedTuple

from tests.prove.money.lives import COURSE, live
from tests.prove.money.telling import Object, Purchase, Teller, is_paid


class Lost(NamedTuple):
    """What is younger than the backup that a database was restored from: these orders, and the member themselves."""

    orders: frozenset[str] = frozenset()
    member: bool = False


class Delivery(NamedTuple):
    """One arrival: an Event, or (`read`) a session as GET checkout/{session} read it from the API.

    `crash`: "" arrives whole; "before" is lost before its commit; "after" commits and nobody hears of it. `erases`: no
    arrival at all, the member erases their account. `asks`: the member presses Pay again while the session of
    their stale order is as `document` says. `gives`: the member takes a seat of the pack bought in this session.
    `keeps`: the database is backed up; `restores`: that backup is all that is left, and what was sold since is asked of
    Stripe, which by then has told everything. Whoever is lost signs up again afterwards.
    """

    document: Object
    crash: str = ""
    read: bool = False
    erases: bool = False
    asks: bool = False
    gives: str = ""
    keeps: bool = False
    restores: Lost | None = None


class History(NamedTuple):
    """A member's purchases, what Stripe told of them, and arrivals: each event whole at least once, in any order."""

    number: int
    user_id: str
    purchases: list[Purchase]
    told: list[Object]
    deliveries: list[Delivery]

    @property
    def erased(self) -> bool:
        """Whether the member erased their account on the way."""
        return any(delivery.erases for delivery in self.deliveries)

    @property
    def full_access(self) -> bool:
        """The oracle: what Stripe's objects say at the end, of a member who is still there."""
        given, lost = self._given(), self._lost()
        return not self.erased and any(
            _stands(one) and (one.seats is None or one.session["id"] in given)
            for one in self.purchases
            if one.order_id not in lost or (one.currency, one.amount) == COURSE[one.seats]
        )

    def _given(self) -> set[str]:
        """Return the packs of which the member has a seat: what was given since a backup is not in it."""
        given, kept = set[str](), set[str]()
        for delivery in self.deliveries:
            if delivery.keeps:
                kept = set(given)
            elif delivery.restores:
                given = set(kept)
            elif delivery.gives:
                given.add(delivery.gives)
        return given

    def _lost(self) -> frozenset[str]:
        """Return the orders that no backup had: Stripe tells what was paid, and the course what it costs."""
        return frozenset[str]().union(*(one.restores.orders for one in self.deliveries if one.restores))


def history(
    seeded: random.Random, number: int, user_id: str, *, erasing: float = 0.0, restoring: float = 0.0
) -> History:
    """Return one random history; `number` makes its ids its own, `erasing` and `restoring` are how probable."""
    teller = Teller(seeded, number)
    purchases = [live(teller, user_id, nth) for nth in range(1 + (seeded.random() < 0.2))]
    arrivals = _arrivals(teller)
    _give_seats(seeded, purchases, arrivals)
    if seeded.random() < erasing:
        arrivals.insert(seeded.randint(0, len(arrivals)), Delivery({}, erases=True))
    if seeded.random() < restoring:
        _restore(seeded, purchases, arrivals)
    return History(number, user_id, purchases, teller.events, arrivals)


def _stands(purchase: Purchase) -> bool:
    session, charge = purchase.session, purchase.charge
    if not is_paid(session) or not purchase.as_ordered:
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
        Delivery(document, asks=True) for document in teller.reads if is_paid(document) and seeded.random() < 0.2
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
    return item["id"] == session_id and is_paid(item)


def _restore(seeded: random.Random, purchases: list[Purchase], arrivals: list[Delivery]) -> None:
    """Let the database be lost and restored from a backup; what somebody erased in between is not for this to say.

    A backup from before anything arrived may lack some of the orders, or the member.
    """
    erased = next((nth for nth, one in enumerate(arrivals) if one.erases), None)
    first, last = (0, len(arrivals)) if erased is None else seeded.choice(((0, erased), (erased + 1, len(arrivals))))
    backup = first if seeded.random() < 0.4 else seeded.randint(first, last)
    loss = seeded.randint(backup, last)
    lost = Lost()
    if backup == 0 and seeded.random() < 0.7:
        member = erased is None and seeded.random() < 0.3
        lost = Lost(frozenset(one.order_id for one in purchases if member or seeded.random() < 0.7), member)
    arrivals.insert(loss, Delivery({}, restores=lost))
    arrivals.insert(backup, Delivery({}, keeps=True))


def _is_looked_at(read: Object) -> bool:
    """Whether the hourly job reads it for sure: it was paid, and something was sold beside the course."""
    return is_paid(read) and len(read["items"]) > 1
