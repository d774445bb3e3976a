"""A shop for proofs: one purchase as Stripe tells of it, and the stand-in with our settings pointing at it."""

import contextlib
import os
import uuid
from collections.abc import Generator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import functions.checkout
from shared import settings
from tests.prove.money.lives import PRICE_ID
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member
from tests.support.stripe_stand_in import StandIn, stand_in

PRICE_MINOR = 49900
NOWHERE = "http://127.0.0.1:9/"


class Sale(NamedTuple):
    """An order, its paid session, and the ids that Stripe gave."""

    order_id: str
    user_id: str
    session_id: str
    payment_id: str

    def completed(self, event: str = "evt") -> dict[str, Any]:
        """Return the event that the session was paid."""
        session = {
            "id": self.session_id,
            "object": "checkout.session",
            "status": "complete",
            "payment_status": "paid",
            "mode": "payment",
            "livemode": False,
            "amount_subtotal": PRICE_MINOR,
            "amount_total": PRICE_MINOR,
            "currency": "usd",
            "client_reference_id": self.user_id,
            "payment_intent": self.payment_id,
            "metadata": {"order_id": self.order_id, "price_id": PRICE_ID},
        }
        return {
            "id": f"{event}_{self.session_id}",
            "object": "event",
            "created": 1_790_000_000,
            "type": "checkout.session.completed",
            "data": {"object": session},
        }

    def charged(self) -> dict[str, Any]:
        """Return the event that the charge succeeded."""
        charge = {
            "id": f"ch_{self.session_id}",
            "object": "charge",
            "payment_intent": self.payment_id,
            "status": "succeeded",
            "amount_refunded": 0,
            "receipt_url": "https://pay.example/1",
        }
        return {
            "id": f"evt_charge_{self.session_id}",
            "object": "event",
            "created": 1_790_000_000,
            "type": "charge.succeeded",
            "data": {"object": charge},
        }


def sale(user_id: str) -> Sale:
    """Return a sale to the member, with ids of its own."""
    number = uuid.uuid4()
    return Sale(str(number), user_id, f"cs_{number.hex}", f"pi_{number.hex}")


@contextlib.contextmanager
def open_shop(database: Database) -> Generator[StandIn]:
    """Load a course, run the stand-in with its webhooks held back, and let checkout sell through it."""
    with TemporaryDirectory() as folder, stand_in(database, NOWHERE) as stripe:
        load_rows(database, write_course(Path(folder)))
        stripe.control("webhooks", hold=True)
        os.environ |= {  # noqa: TID251 (the settings under test)
            "STRIPE_SECRET_KEY": "sk_test_proof",
            "STRIPE_API_BASE": stripe.api,
            "STRIPE_PRICE_ID": PRICE_ID,
            "STRIPE_SEATS_PRICE_ID": f"{PRICE_ID}_seats",
        }
        settings.forget()
        yield stripe


def checkout(member: Member, pack: dict[str, Any] | None = None) -> Answer:
    """Ask for a checkout session, for oneself or for a `pack`."""
    return call(functions.checkout.handler, "POST", "/checkout", token=member.token, json_body=pack)


def landing(member: Member, session_id: str) -> Answer:
    """Ask where a session stands, which fulfils it."""
    return call(functions.checkout.handler, "GET", f"/checkout/{session_id}", token=member.token)
