"""Erasing one's own account, for good."""

from collections.abc import Iterable

from shared import logs
from shared.database import one_read, one_trip
from shared.identity import Reader
from shared.privacy import queries
from shared.problems import Problem


def erase(reader: Reader) -> None:
    """Erase the reader in one statement; refused when the session has ended or the sign-in is not fresh.

    Pay pages of theirs that are still open are closed: they show the address, and nobody may pay for an account that
    is gone. Where Stripe cannot be asked the erasure stands all the same, and the log tells which page is left. The
    backups' store is told a keyed hash, so that restoring an older backup brings nobody back.
    """
    pay_pages = queries.select_open_pay_pages(one_read(reader))
    queries.erase_account(one_trip(reader))
    close_pay_pages(pay_pages)
    tell_the_backups()


def tell_the_backups() -> None:
    """Tell the backups' store by a keyed hash; where it cannot be reached the nightly backup tells it again."""
    from shared.operations.backups.erasures import tell_erasures

    try:
        tell_erasures()
    except Problem:
        logs.alert("erasure-not-told")


def close_pay_pages(session_ids: Iterable[str]) -> None:
    """Close the pay pages of somebody who is gone; the log tells of each that could not be closed."""
    for session_id in session_ids:
        from shared.payments.close_sessions import close_session  # hardly anybody who erases has one

        try:
            close_session(session_id, retries=0)
        except Problem:
            logs.alert("pay-page-left-open", about=session_id)
