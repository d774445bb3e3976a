"""Every SQL statement about taking one's data along and leaving."""

from shared.database import Executor


def select_export(connection: Executor) -> str:
    """Return everything we hold of the reader as JSON; docs/privacy.md describes it."""
    row = connection.execute("select masterclass.export_reader()::text").fetchone()
    return row[0] if row else "{}"


def erase_reader(connection: Executor) -> str:
    """Erase the reader; return 'erased', 'session-ended' or 'sign-in-again'."""
    row = connection.execute("select masterclass.erase_reader()").fetchone()
    return row[0] if row else "session-ended"
