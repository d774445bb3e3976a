"""Every SQL statement about certificates; answers are JSON, built where the rows are."""

from shared.database import Executor


def select_own(connection: Executor) -> str:
    """Return what GET certificate answers; issues the certificate where nothing is missing."""
    return connection.execute("select masterclass.reader_certificate()::text").value()


def select_certificate(connection: Executor, code: str) -> str | None:
    """Return every field of certificate `code`, or None where there is none."""
    return connection.execute("select masterclass.public_certificate(%(code)s)::text", {"code": code}).value()
