"""Every SQL statement about certificates."""

from typing import Any

from shared.database import Executor


def select_own(connection: Executor) -> dict[str, Any]:
    """Return what GET certificate answers, or a refusal; issues the certificate where nothing is missing."""
    row = connection.execute("select masterclass.reader_certificate()").fetchone()
    return row[0] if row else {"refusal": "absent"}


def select_certificate(connection: Executor, code: str) -> dict[str, Any] | None:
    """Return every field of certificate `code`, or None where there is none."""
    row = connection.execute("select masterclass.public_certificate(%(code)s)", {"code": code}).fetchone()
    return row[0] if row else None
