"""Fulfilment: what Stripe says of a session is applied, whether its webhook or the waiting buyer is first."""

from contextlib import suppress

from shared.database import PAYMENTS, one_read, one_trip
from shared.identity import Reader
from shared.payments import gateway, queries
from shared.payments.close_sessions import apply_session, close_others, close_session
from shared.payments.problems import PaymentsUnavailable
from shared.payments.records import CheckoutState, SessionFact
from shared.problems import NotFound

UNDER_WAY = frozenset({"open", "processing", "given up"})
SHOWN = {"given up": "processing"}  # what the contract calls it: the bank may still send it


def read_checkout(reader: Reader, session_id: str) -> dict[str, str]:
    """Return where the reader's own order stands and their role; asks Stripe while there is more to know.

    Raises NotFound for another member's session and for none alike.
    """
    standing = _require_state(reader, session_id)
    if standing.state in UNDER_WAY:
        with suppress(gateway.SessionUnknown):
            fulfil(session_id)
        standing = _require_state(reader, session_id)
    elif standing.state == "review" or standing.incomplete:
        with suppress(gateway.SessionUnknown, PaymentsUnavailable):
            fulfil(session_id, retries=0)
        standing = _require_state(reader, session_id)
    return {"state": SHOWN.get(standing.state, standing.state), "role": standing.role}


def give_up(reader: Reader, session_id: str) -> None:
    """Wait for the reader's own session no longer: an open page is closed, a debit under way blocks nothing any more.

    Asks Stripe first: what was paid meanwhile counts. Raises NotFound, PaymentsUnavailable.
    """
    _require_state(reader, session_id)
    with suppress(gateway.SessionUnknown):
        fulfil(session_id)
    state = _require_state(reader, session_id).state
    if state == "open":
        close_session(session_id)
    elif state == "processing":
        queries.update_order_given_up(one_trip(PAYMENTS), session_id)


def fulfil(session_id: str, retries: int = gateway.RETRIES) -> SessionFact:
    """Apply what Stripe says of the session now, and return it; raises gateway.SessionUnknown, PaymentsUnavailable."""
    fact, _ = apply_session(gateway.retrieve_session(session_id, retries))
    if fact.reached == "paid":
        close_others(session_id)
    return fact


def _require_state(reader: Reader, session_id: str) -> CheckoutState:
    state = queries.select_checkout_state(one_read(reader), session_id)
    if state is None:
        raise NotFound
    return state
