"""Closing pay pages: until Stripe has said that one is closed, somebody may pay there."""

from contextlib import suppress

from shared import logs, settings
from shared.database import PAYMENTS, one_trip, transaction
from shared.payments import fact_queries, gateway, queries, stripe_objects
from shared.payments.problems import PaymentsUnavailable
from shared.payments.records import Applied, SessionFact
from shared.payments.stripe_members import Object
from shared.payments.warn import warn


def close_session(session_id: str, retries: int = gateway.RETRIES) -> SessionFact | None:
    """Close a session for good, and apply what Stripe says of it then; return that, None where it is unknown there.

    A refusal means that it is no longer open: somebody paid there, or is about to. Then it is looked at, and what was
    paid counts. Raises PaymentsUnavailable.
    """
    try:
        session = gateway.expire_session(session_id, retries)
    except gateway.SessionUnknown:
        logs.alert("session-unknown-to-stripe", about=session_id)
        queries.close_unknown_session(one_trip(PAYMENTS), session_id)
        return None
    except gateway.SessionNotOpen:
        session = gateway.retrieve_session(session_id, retries)
    fact, _ = apply_session(session)
    return fact


def apply_session(session: Object) -> tuple[SessionFact, Applied | None]:
    """Apply a session as Stripe's API told it, and its charge where that is expanded; write its alerts."""
    fact, charge = stripe_objects.read_session(session), stripe_objects.latest_charge(session)
    with transaction(PAYMENTS) as connection:
        applied = fact_queries.apply_fact(connection, fact, live_only=settings.sells_for_real())
        if charge:
            fact_queries.apply_fact(connection, charge)
    warn(applied, fact.session_id)
    return fact, applied


def close_others(paid_session_id: str) -> None:
    """Close what else is open of a member who has paid; what cannot be closed now is left to the hourly job."""
    for session_id in queries.select_sessions_to_close(one_trip(PAYMENTS), paid_session_id):
        with suppress(PaymentsUnavailable):
            close_session(session_id, retries=0)
