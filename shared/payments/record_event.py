"""An event from Stripe: believed because it is signed, noted once, applied in the same statement."""

import time

from shared import settings
from shared.bodies import parse_json
from shared.database import PAYMENTS, one_trip
from shared.payments import fact_queries, rules
from shared.payments.fulfil import warn
from shared.payments.signature import require_signature


def record_event(body: bytes, signature: str) -> None:
    """Record and apply the event in `body`; NotFromStripe or MalformedRequest for anything Stripe did not sign.

    One round trip to Postgres. A type we know nothing of is noted and otherwise ignored.
    """
    require_signature(body, signature, settings.webhooks().secrets, time.time())
    event = rules.read_event(parse_json(body))
    outcome = fact_queries.apply_event(one_trip(PAYMENTS), event)
    warn(outcome, event.object_id)
