"""Whether the operator's monitor asks: the bearer of HEALTH_TOKEN."""

import hmac

from shared.environment import read
from shared.problems import SignInRequired


def require_operator(authorization: str) -> None:
    """Raise SignInRequired unless `authorization` bears HEALTH_TOKEN; where none is set, nobody can."""
    scheme, _, token = authorization.partition(" ")
    wanted = read("HEALTH_TOKEN")
    if not wanted or scheme.lower() != "bearer" or not hmac.compare_digest(token.strip().encode(), wanted.encode()):
        raise SignInRequired
