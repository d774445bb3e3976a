"""Fulfilment: what Stripe says of a session is applied, whether its webhook or the waiting buyer is first."""

from contextlib import suppress

from shared import logs
from shared.database import PAYMENTS, one_read, transaction
from shared.identity import Reader
from shared.payments import fact_queries, gateway, queries, stripe_objects
from shared.payments.records import CheckoutState
from shared.problems import NotFound

SETTLED = frozenset({"paid", "failed", "expired", "refused"})
# What the contract calls them: what was paid but not ordered grants nothing, so for the buyer it failed.
SHOWN = {"refused": "failed"}


def read_checkout(reader: Reader, session_id: str) -> dict[str, str]:
    """Return where the reader's own order stands and their role; asks Stripe while the order is not settled.

    Raises NotFound for another member's session and for none alike.
    """
    standing = _require_state(reader, session_id)
    if standing.state not in SETTLED:
        with suppress(gateway.SessionUnknown):
            fulfil(session_id)
        standing = _require_state(reader, session_id)
    return {"state": SHOWN.get(standing.state, standing.state), "role": standing.role}


def fulfil(session_id: str, retries: int = gateway.RETRIES) -> None:
    """Apply what Stripe says of the session now; raises gateway.SessionUnknown, PaymentsUnavailable."""
    session = gateway.retrieve_session(session_id, retries)
    fact, charge = stripe_objects.read_session(session), stripe_objects.latest_charge(session)
    with transaction(PAYMENTS) as connection:
        outcome = fact_queries.apply_fact(connection, fact)
        if charge:
            fact_queries.apply_fact(connection, charge)
    warn(outcome, fact.session_id)


def warn(outcome: str | None, object_id: str | None) -> None:
    """Write the alert for money that came in and granted nothing."""
    if outcome in {"refused", "unknown order"}:
        logs.write({"alert": f"payment-{outcome.replace(' ', '-')}", "object": object_id})


def _require_state(reader: Reader, session_id: str) -> CheckoutState:
    state = queries.select_checkout_state(one_read(reader), session_id)
    if state is None:
        raise NotFound
    return state
