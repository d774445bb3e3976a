"""What a test does in the shop: buy, pay, deliver webhooks in any order, look at the facts."""

import json
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import psycopg
from stripe.checkout import Session

import functions.account
import functions.checkout
import functions.payments
import functions.stripe_webhook
from netlify.standins.stripe.worker import sign
from shared.payments.records import Price, Wanted
from tests.support.databases import Database
from tests.support.events import Answer, call
from tests.support.members import Member
from tests.support.stripe_stand_in import SECRET, StandIn

PRICE_MINOR = 49900
WANTED = Wanted("price_masterclass", Price(PRICE_MINOR, "usd"))
PATIENCE_SECONDS = 5.0


class Shop:
    """The functions and the stand-in behind them."""

    stripe: StandIn

    def __init__(self, database: Database):
        self.database = database
        self._waiting: list[bytes] = []
        self._arrived = threading.Condition()

    def receive(self, body: bytes, _signature: str) -> int:
        """Take a webhook from the stand-in and let it wait."""
        with self._arrived:
            self._waiting.append(body)
            self._arrived.notify_all()
        return 200

    def webhooks(self, *types: str) -> list[bytes]:
        """Wait until an event of each of `types` has come, and return all that came since the last time."""

        def complete() -> bool:
            return set(types) <= {json.loads(body)["type"] for body in self._waiting}

        with self._arrived:
            assert self._arrived.wait_for(complete, PATIENCE_SECONDS), [json.loads(b)["type"] for b in self._waiting]
        time.sleep(0.05)  # the others of the same change
        with self._arrived:
            taken, self._waiting = self._waiting, []
        return taken

    def deliver(self, bodies: Sequence[bytes]) -> None:
        """Deliver webhooks, signed now, in this order."""
        for body in bodies:
            assert self.post(body).status == 200

    def post(self, body: bytes, signature: str | None = None) -> Answer:
        """Post one webhook to the handler."""
        signed = sign(body, SECRET, int(time.time())) if signature is None else signature
        return call(
            functions.stripe_webhook.handler, "POST", "/stripe-webhook", body=body, headers={"stripe-signature": signed}
        )

    def checkout(self, member: Member) -> Answer:
        """Ask for a checkout session."""
        return call(functions.checkout.handler, "POST", "/checkout", token=member.token)

    def landing(self, member: Member, session_id: str) -> Answer:
        """Ask where a session stands, as the page does that the buyer comes back to."""
        return call(functions.checkout.handler, "GET", f"/checkout/{session_id}", token=member.token)

    def payments(self, member: Member) -> list[dict[str, Any]]:
        """Return the member's payments."""
        return call(functions.payments.handler, "GET", "/payments", token=member.token).json["payments"]

    def because(self, member: Member) -> list[str]:
        """Return why access is what it is, as the account page says it."""
        return call(functions.account.handler, "GET", "/account", token=member.token).json["access"]["because"]

    def buy(self, member: Member, **means: str) -> dict[str, Any]:
        """Check out and pay; return the paid session. The webhooks wait."""
        session_id = self.checkout(member).json["checkout_session_id"]
        return self.stripe.control(f"sessions/{session_id}/pay", **means)

    def charge(self, session: dict[str, Any]) -> str:
        """Return the charge of a paid session."""
        return self.stripe.client.v1.charges.list({"payment_intent": session["payment_intent"]}).data[0].id

    def sessions_of(self, member: Member) -> list[Session]:
        """Return the sessions that Stripe made for the member."""
        sessions = self.stripe.client.v1.checkout.sessions.list({"limit": 100}).data
        return [session for session in sessions if session.client_reference_id == member.id]

    def role(self, member: Member) -> str:
        """Return the member's role."""
        return str(self.one("select role from masterclass.users where id = %s", member.id))

    def has_access(self, member: Member) -> bool:
        """Return the database's one answer."""
        return bool(self.one("select masterclass.has_full_access(%s)", member.id))

    def one(self, query: str, *parameters: object) -> object:
        """Return one value as the schema's owner sees it."""
        with psycopg.connect(self.database.url("postgres")) as connection:
            row = connection.execute(query.encode(), parameters).fetchone()
        return row[0] if row else None


MakeMember = Callable[..., Member]
