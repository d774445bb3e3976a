"""Reading and renaming one's own account, and what a link in a mail is for."""

from shared.accounts import queries
from shared.database import ANYONE, Identity, one_read, one_trip
from shared.problems import SignInRequired


def read_account(reader: Identity) -> str:
    """Return the reader's account as JSON; makes a missing member row; SignInRequired once erased."""
    account = queries.select_account(one_read(reader))
    if account is None:
        queries.ensure_reader(one_trip(reader))
        account = queries.select_account(one_read(reader))
    if account is None:
        raise SignInRequired
    return account


def rename(reader: Identity, name: str) -> None:
    """Give the reader another name; SignInRequired once erased."""
    if queries.update_name(one_trip(reader), name):
        return
    queries.ensure_reader(one_trip(reader))
    if not queries.update_name(one_trip(reader), name):
        raise SignInRequired


def read_mailed_link(token_hash: str) -> str:
    """Return what a link in a mail is for, as JSON; the link counts as before."""
    return queries.select_mailed_link(one_read(ANYONE), token_hash)
