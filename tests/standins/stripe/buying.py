"""The purchase that most tests begin with, and an inbox for the webhooks that tell of it."""

import threading
from collections.abc import Callable
from typing import Any

import stripe

from tests.support.stripe_stand_in import SECRET, StandIn


class Inbox:
    """Every webhook that arrived, verified with the SDK; `answers` are given first to last, then 200."""

    def __init__(self) -> None:
        self.events: list[stripe.Event] = []
        self.answers: list[int] = []
        self._arrived = threading.Condition()

    def receive(self, body: bytes, signature: str) -> int:
        """Verify and keep the event."""
        event = stripe.Webhook.construct_event(body, signature, SECRET)  # pyright: ignore[reportUnknownMemberType]
        with self._arrived:
            self.events.append(event)
            self._arrived.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait_for(self, wanted: Callable[[list[str]], bool]) -> list[str]:
        """Wait until the types that arrived satisfy `wanted`, and return them."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: wanted(self.types()), 5), self.types()
            return self.types()

    def types(self) -> list[str]:
        """The types of the events, in order of arrival."""
        return [event.type for event in self.events]


def make_session(to: StandIn, **more: Any) -> stripe.checkout.Session:
    """Make a session as checkout does."""
    parameters: Any = {
        "mode": "payment",
        "line_items": [{"price": "price_masterclass", "quantity": 1}],
        "success_url": "http://localhost/buy?session={CHECKOUT_SESSION_ID}",
        "cancel_url": "http://localhost/buy",
        "customer_email": "a@example.com",
        "metadata": {"order_id": "1"},
        "payment_intent_data": {"metadata": {"order_id": "1"}, "receipt_email": "a@example.com"},
        **more,
    }
    return to.client.v1.checkout.sessions.create(parameters)


def pay(to: StandIn, card: str = "4242424242424242") -> str:
    """Make and pay a session; return its payment intent."""
    session = make_session(to)
    return str(to.control(f"sessions/{session.id}/pay", card=card)["payment_intent"])


def charge_of(to: StandIn, intent: str) -> stripe.Charge:
    """Return the intent's charge."""
    return to.client.v1.charges.list({"payment_intent": intent}).data[0]
