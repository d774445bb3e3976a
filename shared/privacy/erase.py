"""Erasing one's own account, for good."""

from shared.accounts.problems import FreshSignInRequired
from shared.database import Executor
from shared.privacy import queries
from shared.problems import SignInRequired


def erase(connection: Executor) -> None:
    """Erase the reader in one statement; FreshSignInRequired or SignInRequired when the sign-in does not do."""
    outcome = queries.erase_reader(connection)
    if outcome == "sign-in-again":
        raise FreshSignInRequired
    if outcome != "erased":
        raise SignInRequired
