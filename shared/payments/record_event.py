"""An event from Stripe: believed because it is signed, noted once, applied in the same statement."""

import time
from typing import cast

from shared import logs, settings
from shared.bodies import parse_json
from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, stripe_objects
from shared.payments.problems import EventUnreadable
from shared.payments.records import API_VERSION, Event
from shared.payments.signature import require_signature
from shared.payments.stripe_members import Object, optional_text
from shared.payments.warn import warn


def record_event(body: bytes, signature: str) -> None:
    """Record and apply the event in `body`.

    Raises NotFromStripe for what Stripe did not sign, MalformedRequest or EventUnreadable for what nobody can read. One
    round trip to Postgres. A type we know nothing of is noted and otherwise ignored.
    """
    require_signature(body, signature, settings.webhooks().secrets, time.time())
    document = parse_json(body)
    event = _read(document)
    if document.get("api_version") not in (API_VERSION, None):  # a tuple: what is sent may be of any type
        logs.alert("stripe-api-version", about=event.id)
    applied = fact_queries.apply_event(one_trip(PAYMENTS), event, live_only=settings.sells_for_real())
    warn(applied, event.object_id)


def _read(document: object) -> Event:
    """Return the event; one that cannot be read is an alert, and Stripe will send it again."""
    try:
        return stripe_objects.read_event(document)
    except EventUnreadable:
        logs.alert("event-unreadable", about=_identifier(document))
        raise


def pass_unreadable(document: object, reason: str) -> None:
    """Keep an event of Stripe's list that cannot be read or applied, with its reason, and write the alert."""
    identifier = _identifier(document)
    event: Object = cast("Object", document) if isinstance(document, dict) else {}
    if identifier:
        kind = optional_text(event, "type") or ""
        fact_queries.keep_unreadable(one_trip(PAYMENTS), identifier, kind, reason)
    logs.alert("event-unreadable", about=identifier)


def _identifier(document: object) -> str | None:
    return optional_text(cast("Object", document), "id") if isinstance(document, dict) else None
