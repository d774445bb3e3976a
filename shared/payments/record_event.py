"""An event from Stripe: believed because it is signed, noted once, applied in the same statement."""

import time

from shared import logs, settings
from shared.bodies import parse_json
from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, stripe_objects
from shared.payments.fulfil import warn
from shared.payments.records import API_VERSION
from shared.payments.signature import require_signature


def record_event(body: bytes, signature: str) -> None:
    """Record and apply the event in `body`; NotFromStripe or MalformedRequest for anything Stripe did not sign.

    One round trip to Postgres. A type we know nothing of is noted and otherwise ignored.
    """
    require_signature(body, signature, settings.webhooks().secrets, time.time())
    document = parse_json(body)
    event = stripe_objects.read_event(document)
    if document.get("api_version") not in (API_VERSION, None):  # a tuple: what is sent may be of any type
        logs.write({"alert": "stripe-api-version", "object": event.id})
    outcome = fact_queries.apply_event(one_trip(PAYMENTS), event)
    warn(outcome, event.object_id)
