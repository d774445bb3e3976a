"""Every SQL statement about certificates; answers are JSON, built where the rows are."""

from typing import NamedTuple

from shared.database import Executor


class Reissued(NamedTuple):
    """A certificate whose name has changed, and the one it had."""

    code: str
    former_name: str
    name: str


def select_own(connection: Executor) -> str:
    """Return what GET certificate answers; issues the certificate where nothing is missing."""
    return connection.execute("select masterclass.reader_certificate()::text").value()


def confirm_certificate(connection: Executor, name: str, time_zone: str) -> str:
    """Issue the reader's certificate with the name they confirm, dated where they are; return what GET answers then.

    Refused: MC402, MC409 before it is earned and for another name afterwards, MC422 for no such time zone.
    """
    return connection.execute(
        "select masterclass.confirm_certificate(%(name)s, %(time_zone)s)::text", {"name": name, "time_zone": time_zone}
    ).value()


def reissue_certificate(connection: Executor, email: str, name: str | None, reason: str, operator: str) -> Reissued:
    """Print another name on a member's certificate (None: their account's now); refused: MC404, MC409."""
    return Reissued(
        **connection.execute(
            "select masterclass.reissue_certificate(%(email)s, %(name)s, %(reason)s, %(operator)s)",
            {"email": email, "name": name, "reason": reason, "operator": operator},
        ).value()
    )


def select_certificate(connection: Executor, code: str) -> str | None:
    """Return every field of certificate `code`, or None where there is none."""
    return connection.execute("select masterclass.public_certificate(%(code)s)::text", {"code": code}).value()
