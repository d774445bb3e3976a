"""How often a member may do what costs something; counted in Postgres, so that no instance counts alone."""

from typing import NamedTuple

from shared.accounts import queries
from shared.database import Executor
from shared.problems import SignInRequired


class Limit(NamedTuple):
    """At most `most` times in `seconds`."""

    action: str
    most: int
    seconds: int


EXPORT = Limit("export", 10, 3600)
EXPORT_PARTS = Limit("export-part", 1000, 3600)
# Counted only when Stripe is really asked: pressing the button again gets the session that is there.
CHECKOUT = Limit("checkout", 1000, 3600)
# Wanting something else closes one pay page and makes another, here and at Stripe.
CHECKOUT_CHANGE = Limit("checkout-change", 10, 60)


def count_use(connection: Executor, limit: Limit) -> None:
    """Count one use by the reader; refused with Retry-After past the limit."""
    queries.count_use(connection, limit.action, limit.most, limit.seconds)


def require_live_session(connection: Executor) -> None:
    """Refuse a token whose session was signed out: for money, deletion and AI the token alone is not enough."""
    if not queries.select_session_is_live(connection):
        raise SignInRequired


def require_second_step(connection: Executor) -> None:
    """Refuse a session that has shown no second factor: what an owner may do wants more than a password."""
    queries.require_second_step(connection)
