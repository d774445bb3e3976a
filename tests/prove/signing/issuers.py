"""An issuer that the functions believe, and whether they believe a token."""

import os

from shared import identity, settings
from shared.problems import SignInRequired
from tests.support.tokens import Issuer


def accepted(token: str) -> bool:
    """Whether `identify` believes the token; every refusal is the same one."""
    try:
        identity.identify("Bearer " + token)
    except SignInRequired:
        return False
    return True


def fresh_issuer() -> Issuer:
    """Return an issuer that the functions believe, with nothing remembered about it."""
    issuer = Issuer()
    os.environ["SUPABASE_URL"] = issuer.url  # noqa: TID251 (the setting under test)
    settings.forget()
    identity.forget()
    return issuer
