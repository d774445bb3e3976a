"""The Stripe stand-in speaks to the official SDK as Stripe does."""

import threading
import time
from collections.abc import Callable, Generator
from typing import Any

import pytest
import stripe

from tests.support.databases import Database
from tests.support.stripe_stand_in import SECRET, StandIn, stand_in, webhook_receiver


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


@pytest.fixture
def inbox() -> Inbox:
    """Where the webhooks go."""
    return Inbox()


@pytest.fixture
def stripe_now(database: Database, inbox: Inbox) -> Generator[StandIn]:
    """A running stand-in to which nothing has happened yet: what earlier tests left may still come due or be listed."""
    database.execute("drop schema if exists local_stripe cascade")
    with webhook_receiver(inbox.receive) as url, stand_in(database, url) as running:
        yield running


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


def test_paying_by_card_completes_the_session_and_tells_of_it(stripe_now: StandIn, inbox: Inbox) -> None:
    """The pay page takes 4242…, sends the buyer back, and session, intent, charge and events agree."""
    session = make_session(stripe_now)
    assert session.url is not None
    page = stripe_now.http().get(session.url)
    assert 'autocomplete="cc-number"' in page.text
    assert "$499.00" in page.text
    paid = stripe_now.http().post(
        session.url, data={"action": "pay", "method": "card", "number": "4242 4242 4242 4242"}
    )
    assert (paid.status_code, paid.headers["location"]) == (303, f"http://localhost/buy?session={session.id}")
    read = stripe_now.client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    assert (read.status, read.payment_status, read.amount_total) == ("complete", "paid", 49900)
    assert isinstance(read.payment_intent, stripe.PaymentIntent)
    assert read.payment_intent.metadata.to_dict() == {"order_id": "1"}
    assert isinstance(read.payment_intent.latest_charge, stripe.Charge)
    assert read.payment_intent.latest_charge.receipt_url is not None
    assert "Receipt" in stripe_now.http().get(read.payment_intent.latest_charge.receipt_url).text
    assert read.line_items is not None
    assert read.line_items.data[0].price is not None
    assert read.line_items.data[0].price.id == "price_masterclass"
    types = inbox.wait_for(lambda types: "checkout.session.completed" in types and len(types) >= 4)
    assert set(types) >= {"payment_intent.created", "charge.succeeded", "payment_intent.succeeded"}
    assert inbox.events[0].api_version == "2026-10-28.endive"


def test_a_declined_card_says_so_and_leaves_the_session_open(stripe_now: StandIn) -> None:
    """4000 0000 0000 0002 is declined in words, the session stays open, and another card still pays."""
    session = make_session(stripe_now)
    assert session.url is not None
    declined = stripe_now.http().post(session.url, data={"action": "pay", "number": "4000000000000002"})
    assert declined.status_code == 402
    assert "Your card was declined." in declined.text
    assert stripe_now.client.v1.checkout.sessions.retrieve(session.id).status == "open"
    assert stripe_now.http().post(session.url, data={"action": "pay", "number": "4242424242424242"}).status_code == 303


def test_a_bank_debit_settles_later(stripe_now: StandIn, inbox: Inbox) -> None:
    """A delayed method completes the session unpaid; the money, and its event, come later."""
    session = make_session(stripe_now)
    assert session.url is not None
    stripe_now.http().post(session.url, data={"action": "pay", "method": "us_bank_account", "account": "000123456789"})
    inbox.wait_for(lambda types: "checkout.session.async_payment_succeeded" in types)
    assert stripe_now.client.v1.checkout.sessions.retrieve(session.id).payment_status == "paid"


def test_a_bank_debit_can_fail(stripe_now: StandIn, inbox: Inbox) -> None:
    """The failing account's session stays unpaid and says so in an event."""
    session = make_session(stripe_now)
    stripe_now.control(f"sessions/{session.id}/pay", account="000111111116")
    inbox.wait_for(lambda types: "checkout.session.async_payment_failed" in types)
    assert stripe_now.client.v1.checkout.sessions.retrieve(session.id).payment_status == "unpaid"


def test_a_whole_discount_needs_no_payment(stripe_now: StandIn) -> None:
    """100 % off gives no_payment_required and never a payment intent."""
    session = make_session(stripe_now, allow_promotion_codes=True)
    assert session.url is not None
    assert stripe_now.http().post(session.url, data={"action": "promotion", "promotion_code": "no"}).status_code == 402
    stripe_now.http().post(session.url, data={"action": "promotion", "promotion_code": "scholar100"})
    assert stripe_now.http().post(session.url, data={"action": "pay"}).status_code == 303
    read = stripe_now.client.v1.checkout.sessions.retrieve(session.id)
    assert (read.payment_status, read.payment_intent, read.amount_total) == ("no_payment_required", None, 0)
    assert (read.amount_subtotal, read.status) == (49900, "complete")


def pay(to: StandIn, card: str = "4242424242424242") -> str:
    """Make and pay a session; return its payment intent."""
    session = make_session(to)
    return str(to.control(f"sessions/{session.id}/pay", card=card)["payment_intent"])


def test_refunds_add_up_to_the_charge_and_no_further(stripe_now: StandIn) -> None:
    """Partial refunds count; more than what is left is Stripe's 400; a failed one frees its amount again."""
    intent = pay(stripe_now)
    refunds = stripe_now.client.v1.refunds
    first = refunds.create({"payment_intent": intent, "amount": 40000})
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        refunds.create({"payment_intent": intent, "amount": 10000})
    assert refunds.create({"payment_intent": intent}).amount == 9900
    with pytest.raises(stripe.InvalidRequestError, match="already been refunded") as refused:
        refunds.create({"payment_intent": intent})
    assert refused.value.code == "charge_already_refunded"
    stripe_now.control(f"refunds/{first.id}", status="failed")
    charge = stripe_now.client.v1.charges.list({"payment_intent": intent}).data[0]
    assert (charge.amount_refunded, charge.refunded) == (9900, False)
    assert refunds.retrieve(first.id).status == "failed"


def test_disputes_open_and_close(stripe_now: StandIn, inbox: Inbox) -> None:
    """A dispute names its charge and intent, blocks refunds, and is won with Stripe's winning evidence."""
    intent = pay(stripe_now)
    charge = stripe_now.client.v1.charges.list({"payment_intent": intent}).data[0]
    dispute = stripe_now.control(f"charges/{charge.id}/dispute")
    with pytest.raises(stripe.InvalidRequestError, match="charged back"):
        stripe_now.client.v1.refunds.create({"charge": charge.id})
    won = stripe_now.client.v1.disputes.update(dispute["id"], {"evidence": {"uncategorized_text": "winning_evidence"}})
    assert (won.status, won.charge, won.payment_intent) == ("won", charge.id, intent)
    inbox.wait_for(lambda types: {"charge.dispute.created", "charge.dispute.closed"} <= set(types))


def test_an_idempotency_key_is_replayed_and_bound_to_its_parameters(stripe_now: StandIn) -> None:
    """The same key gives the same session, sixteen at once too; with other parameters it is a 400."""
    made: list[str] = []

    def create() -> None:
        answer = stripe_now.http().post("/v1/checkout/sessions", headers={"idempotency-key": "k"}, data=FORM)
        made.append(answer.json()["id"])

    threads = [threading.Thread(target=create) for _ in range(16)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(set(made)) == 1
    again = stripe_now.http().post("/v1/checkout/sessions", headers={"idempotency-key": "k"}, data=FORM)
    assert again.headers["idempotent-replayed"] == "true"
    other = stripe_now.http().post(
        "/v1/checkout/sessions", headers={"idempotency-key": "k"}, data=FORM | {"locale": "fr"}
    )
    assert (other.status_code, other.json()["error"]["type"]) == (400, "idempotency_error")


FORM = {
    "mode": "payment",
    "success_url": "http://localhost/",
    "line_items[0][price]": "price_masterclass",
    "line_items[0][quantity]": "1",
}


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/charges/ch_none", 404, "resource_missing"),
        ("/v1/nothing", 404, None),
        ("/v1/events?limit=0", 400, "parameter_invalid_integer"),
        ("/v1/refunds?colour=red", 400, "parameter_unknown"),
    ],
)
def test_refusals_have_stripes_form(stripe_now: StandIn, path: str, status: int, code: str | None) -> None:
    """Errors carry type, message and code with Stripe's status, and a request-id."""
    answer = stripe_now.http().get(path)
    assert (answer.status_code, answer.json()["error"].get("code")) == (status, code)
    assert answer.json()["error"]["type"] == "invalid_request_error"
    assert answer.headers["request-id"].startswith("req_")


def test_a_live_key_has_no_business_here(stripe_now: StandIn) -> None:
    """A live key is refused with 401; a test key or none is welcome."""
    for key, status in (("sk_live_x", 401), ("sk_test_x", 200), ("", 200)):
        headers = {"authorization": f"Bearer {key}"} if key else {}
        assert stripe_now.http().get("/v1/events", headers=headers).status_code == status


def test_lists_paginate_both_ways(stripe_now: StandIn) -> None:
    """The SDK's automatic pagination sees every event once, newest first."""
    for _ in range(3):
        pay(stripe_now)
    one_by_one = [event.id for event in stripe_now.client.v1.events.list({"limit": 2}).auto_paging_iter()]
    at_once = [event.id for event in stripe_now.client.v1.events.list({"limit": 100}).data]
    assert one_by_one == at_once
    assert len(set(at_once)) == len(at_once)
    back = stripe_now.client.v1.events.list({"ending_before": at_once[2], "limit": 2})
    assert [event.id for event in back.data] == at_once[:2]


def test_webhooks_are_retried_until_taken(stripe_now: StandIn, inbox: Inbox) -> None:
    """A refused delivery comes again with a fresh signature; meanwhile the event counts as undelivered."""
    inbox.answers = [500, 503]
    session = make_session(stripe_now)
    stripe_now.client.v1.checkout.sessions.expire(session.id)
    types = inbox.wait_for(lambda types: len(types) >= 3)
    assert types == ["checkout.session.expired"] * 3
    with pytest.raises(stripe.InvalidRequestError, match="expired"):
        stripe_now.client.v1.checkout.sessions.expire(session.id)


def test_trouble_on_request(stripe_now: StandIn, inbox: Inbox) -> None:
    """Events can be held back, doubled, told in two Event objects, and listed as undelivered."""
    stripe_now.control("webhooks", hold=True)
    pay(stripe_now)
    time.sleep(0.1)
    assert inbox.types() == []
    stripe_now.control("webhooks", copies=1, shuffle=True)
    types = inbox.wait_for(lambda types: len(types) == 8)
    assert types.count("checkout.session.completed") == 2
    done = next(event for event in inbox.events if event.type == "checkout.session.completed")
    second = stripe_now.control(f"events/{done.id}/repeat")
    assert second["id"] != done.id
    assert second["data"]["object"]["id"] == done.data.object["id"]
    wait_until(lambda: not stripe_now.client.v1.events.list({"delivery_success": False}).data)


def test_undelivered_events_are_those_pending_or_given_up(stripe_now: StandIn, inbox: Inbox) -> None:
    """delivery_success=false lists what no webhook has taken, tried or not, and true lists the rest; types take a *."""
    stripe_now.control("webhooks", hold=True)
    pay(stripe_now)
    events = stripe_now.client.v1.events
    pending = [event.id for event in events.list({"delivery_success": False}).data]
    assert len(pending) == 4
    assert events.list({"delivery_success": True}).data == []
    assert [event.type for event in events.list({"type": "checkout.*"}).data] == ["checkout.session.completed"]
    inbox.answers = [500] * 16
    stripe_now.control("webhooks", hold=False)
    wait_until(lambda: len(inbox.events) == 16)
    assert [event.id for event in events.list({"delivery_success": False}).data] == pending


def wait_until(true: Callable[[], bool]) -> None:
    """Wait until `true()`, for what the stand-in writes down after its delivery was answered."""
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_refund_can_fail_after_it_succeeded(stripe_now: StandIn, inbox: Inbox) -> None:
    """Stripe's card 5126: the refund succeeds and fails later, and the charge says so."""
    intent = pay(stripe_now, "4000000000005126")
    made = stripe_now.client.v1.refunds.create({"payment_intent": intent})
    assert made.status == "succeeded"
    inbox.wait_for(lambda types: "refund.failed" in types)


def test_asked_for_faults_reach_the_client(stripe_now: StandIn) -> None:
    """The SDK sees a 500 as APIError and, told to, tries again."""
    stripe_now.control("faults", status=500, times=1)
    with pytest.raises(stripe.APIError):
        stripe_now.client.v1.events.list()
    patient = stripe.StripeClient("sk_test_x", base_addresses={"api": stripe_now.api}, max_network_retries=2)
    stripe_now.control("faults", status=500, times=1)
    assert patient.v1.events.list().data == []
