"""Stripe's API through its own SDK, imported only when called: sessions are made and read, events are listed."""

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from shared import environment, logs, settings
from shared.payments.problems import PaymentsUnavailable
from shared.payments.records import API_VERSION, MadeSession, Order
from shared.payments.stripe_objects import HANDLED_TYPES

if TYPE_CHECKING:
    import stripe

TIMEOUT_SECONDS = 8
RETRIES = 2
PAGE = 100
CONFLICT = 409
INVOICE_FIELDS = {"practice": "Practice", "attention": "Attention", "tax_id": "Tax ID"}
AGAIN = "Please try again in a moment."
ADDRESS_REFUSED = "Stripe does not take your e-mail address. Change it on your account page, then try again."
NOT_FOR_SALE = "The course cannot be sold just now, and we have been told. Please try again later."


class KeyHeldForOtherParameters(Exception):
    """Stripe holds this idempotency key for other parameters: the member's address changed, say."""


class FailureKeptUnderKey(Exception):
    """Stripe answered with a failure, and will give the same answer to the same key for a day."""

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class SessionUnknown(Exception):
    """Stripe knows no such session: it was made with the key of another account."""


class SessionNotOpen(Exception):
    """Stripe refuses to close the session: it is not open, and somebody may have paid there."""


class PlaceLost(Exception):
    """The event that a list was to go on after is no longer listed."""


class EventPage(NamedTuple):
    """Some events, newest first, and whether there are older ones."""

    events: list[dict[str, Any]]
    has_more: bool


@cache
def _client(secret_key: str, api_base: str, retries: int) -> "stripe.StripeClient":
    import stripe

    stripe.enable_telemetry = False  # it keeps an id of the machine in a file below the home folder
    addresses: Any = {"api": api_base} if api_base else {}
    return stripe.StripeClient(
        secret_key,
        stripe_version=API_VERSION,
        max_network_retries=retries,
        base_addresses=addresses,
        http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS),
    )


def client(retries: int = RETRIES) -> "stripe.StripeClient":
    """Return the SDK's client: two retries, eight seconds each (its own defaults are none and eighty)."""
    payments = settings.payments()
    return _client(payments.secret_key, payments.api_base, retries)


def operator_client() -> "stripe.StripeClient":
    """Return a client that may give money back: with the operator's own key, which no function holds."""
    return _client(environment.require("STRIPE_OPERATOR_KEY"), settings.payments().api_base, RETRIES)


def create_session(order: Order, user_id: str, email: str) -> MadeSession:
    """Make the order's checkout session; the same order and attempt always give the same session.

    Raises KeyHeldForOtherParameters, FailureKeptUnderKey, PaymentsUnavailable.
    """
    with failures_as_problems(), _kept_failures():
        made = client().v1.checkout.sessions.create(
            _session_parameters(order, user_id, email),
            {"idempotency_key": f"order-{order.id}-{order.attempt}"},
        )
    return MadeSession(made.id, made.url or "", made.expires_at, made.amount_subtotal or 0, made.currency or "")


def _session_parameters(order: Order, user_id: str, email: str) -> Any:
    """Return what is sold and to whom.

    The currency is named and not converted by the buyer's address, so that what is paid is what was ordered.
    """
    payments, site, wanted = settings.payments(), settings.site().url, order.wanted
    page = "seats" if wanted.seats else "buy"
    metadata = {"order_id": order.id, "price_id": wanted.price_id} | (
        {"seats": str(wanted.seats), "gift": str(wanted.gift).lower()} if wanted.seats else {}
    )
    return (
        {
            "mode": "payment",
            "line_items": [{"price": wanted.price_id, "quantity": wanted.seats or 1}],
            "currency": wanted.price.currency,
            "adaptive_pricing": {"enabled": False},
            "after_expiration": {"recovery": {"enabled": True}},
            "client_reference_id": user_id,
            "metadata": metadata,
            "payment_intent_data": {"metadata": metadata, "receipt_email": email},
            "customer_email": email,
            "success_url": f"{site}/{page}?session={{CHECKOUT_SESSION_ID}}",
            "cancel_url": f"{site}/{page}?cancelled",
        }
        | ({"allow_promotion_codes": True} if payments.promotion_codes else {})
        | ({"automatic_tax": {"enabled": True}} if payments.automatic_tax else {})
        | (_invoice(wanted.invoice, metadata) if wanted.invoice else {})
    )


def _invoice(invoice: str, metadata: dict[str, str]) -> dict[str, Any]:
    """Return what has Stripe make an invoice that names the practice, for whoever pays it back.

    A tax id that was not given here can be given on Stripe's page, which knows how each country's are written.
    """
    named = json.loads(invoice)
    fields = [{"name": name, "value": named[key]} for key, name in INVOICE_FIELDS.items() if named.get(key)]
    made = {"invoice_creation": {"enabled": True, "invoice_data": {"metadata": metadata, "custom_fields": fields}}}
    return made if named.get("tax_id") else made | {"tax_id_collection": {"enabled": True}}


def expire_session(session_id: str, retries: int = RETRIES) -> dict[str, Any]:
    """Close an open session and return its JSON; raises SessionNotOpen, SessionUnknown, PaymentsUnavailable."""
    with failures_as_problems(SessionNotOpen):
        return as_json(client(retries).v1.checkout.sessions.expire(session_id))


def retrieve_session(session_id: str, retries: int = RETRIES) -> dict[str, Any]:
    """Return the session's JSON with all that is expanded of it; raises SessionUnknown, PaymentsUnavailable."""
    expand: Any = {"expand": ["payment_intent.latest_charge", "line_items", "discounts.promotion_code", "invoice"]}
    with failures_as_problems():
        return as_json(client(retries).v1.checkout.sessions.retrieve(session_id, expand))


def list_events(since: int, until: int, after_event: str | None) -> EventPage:
    """Return a page of the events we handle between two times (seconds since 1970), newest first.

    `after_event` goes on where an earlier page ended; raises PlaceLost when Stripe no longer has that event. Never
    retried: whoever reads in pages is short of time, and comes again.
    """
    parameters: Any = {"limit": PAGE, "created": {"gte": since, "lte": until}, "types": _subscribed()}
    with failures_as_problems():
        listed = client(retries=0).v1.events.list(parameters | ({"starting_after": after_event} if after_event else {}))
    page = as_json(listed)
    return EventPage(page["data"], page["has_more"])


def _subscribed() -> list[str]:
    """Stripe lists at most twenty types at once."""
    return list(HANDLED_TYPES)[:20]


def as_json(answer: object) -> dict[str, Any]:
    """Return the JSON that came over the wire; what it means is for stripe_objects.py to say."""
    response = cast("Any", answer).last_response
    return cast("dict[str, Any]", response.data)


@contextmanager
def _kept_failures() -> Generator[None]:
    """Tell the failures that Stripe keeps under the key from those in which it never came to an answer."""
    import stripe

    try:
        yield
    except stripe.IdempotencyError as held:
        if held.http_status == CONFLICT:  # the same request is under way: its answer will be there in a moment
            raise PaymentsUnavailable from held
        raise KeyHeldForOtherParameters from None
    except stripe.InvalidRequestError as refusal:
        parameter = str(vars(refusal).get("param") or "")
        logs.alert("checkout-refused", parameter=parameter, code=vars(refusal).get("code"))
        raise FailureKeptUnderKey(ADDRESS_REFUSED if "email" in parameter else NOT_FOR_SALE) from refusal
    except stripe.APIError as failure:
        if failure.http_status is None:
            raise
        _log(failure)
        raise FailureKeptUnderKey(AGAIN) from failure


@contextmanager
def failures_as_problems(refusal_is: type[Exception] | None = None) -> Generator[None]:
    """Turn Stripe being away or refusing us into a 503, what it does not find into the exception that says so.

    `refusal_is` is what any other refusal of the request means.
    """
    import stripe

    try:
        yield
    except stripe.InvalidRequestError as refusal:
        absent = _missing(refusal)
        if absent == "starting_after":
            raise PlaceLost from None
        if absent in {"id", "session"}:
            raise SessionUnknown from None
        _log(refusal)
        if refusal_is:
            raise refusal_is(refusal.user_message or str(refusal.code)) from refusal
        raise PaymentsUnavailable from refusal
    except stripe.StripeError as failure:
        _log(failure)
        raise PaymentsUnavailable from failure


def _log(failure: "stripe.StripeError") -> None:
    logs.write({"stripe": type(failure).__name__, "status": failure.http_status, "request": failure.request_id})


def _missing(refusal: "stripe.InvalidRequestError") -> str:
    """Return the parameter that named what Stripe did not find; empty for every other refusal."""
    members = cast("Mapping[str, object]", vars(refusal))
    return str(members.get("param")) if members.get("code") == "resource_missing" else ""
