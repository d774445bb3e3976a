"""A purchase as Stripe knows it, and the events and answers in which it tells of one."""

import copy
import random
from typing import Any, NamedTuple

Object = dict[str, Any]


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
        self.reads.append(as_read(purchase, intent_status))


def as_read(purchase: Purchase, intent_status: str = "succeeded") -> Object:
    """Return the session as Stripe's API gives it now, with all that we have expanded."""
    session = copy.copy(purchase.session)
    session["line_items"] = {"object": "list", "data": session["items"]}
    if session["payment_intent"]:
        charge = copy.copy(purchase.charge) if purchase.charge["status"] != "pending" else None
        intent = {"id": session["payment_intent"], "status": intent_status, "latest_charge": charge}
        session["payment_intent"] = intent
    return session


def address_of(user_id: str) -> str:
    """Return the member's e-mail address."""
    return f"{user_id}@example.com"


def is_paid(session: Object) -> bool:
    """Whether Stripe calls a session paid, or says that nothing had to be."""
    return session["status"] == "complete" and session["payment_status"] != "unpaid"
