"""The SQL of complimentary access, as the operator's command line uses it."""

from datetime import datetime
from typing import Any

from shared.database import Executor


def insert_grant(connection: Executor, email: str, reason: str, granted_by: str, expires_at: datetime | None) -> None:
    """Give `email` complimentary access; the same standing grant is not written twice."""
    connection.execute(
        """
        insert into masterclass.access_grants (email, reason, granted_by, expires_at)
        select %(email)s, %(reason)s, %(by)s, %(until)s
         where not exists (select from masterclass.access_grants as g
                            where g.email = %(email)s
                              and g.revoked_at is null
                              and g.reason = %(reason)s
                              and g.expires_at is not distinct from %(until)s::timestamptz)
        """,
        {"email": email, "reason": reason, "by": granted_by, "until": expires_at},
    )


def revoke_grants(connection: Executor, email: str) -> int:
    """Withdraw every grant to the address, or to the member who has it now; return how many stood."""
    return connection.execute(
        "update masterclass.access_grants set revoked_at = now()"
        " where revoked_at is null and (email = %(email)s or user_id = masterclass.member_of(%(email)s))",
        {"email": email},
    ).rowcount


def withdraw_free_payments(connection: Executor, email: str) -> int:
    """Withdraw what the member with that address got for nothing (a 100 % code); return how many purchases."""
    row = connection.execute("select masterclass.withdraw_free_payments(%(email)s)", {"email": email}).fetchone()
    return int(row[0]) if row else 0


def select_why(connection: Executor, email: str) -> dict[str, Any]:
    """Return whether anybody has that address, whether they have full access, and why, in sentences."""
    return connection.execute("select masterclass.access_why(%(email)s)", {"email": email}).value()
