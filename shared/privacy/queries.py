"""Every SQL statement about taking one's data along and leaving."""

from shared.database import Executor
from shared.statements import Part


def select_export_part(connection: Executor, after: str) -> Part:
    """Return what we hold of the reader, from `after` on: the first part, which is mostly all, for an empty one."""
    rows = connection.execute(
        """
        select p.document::text, coalesce(p.next, '')
          from masterclass.export_part(nullif(%(after)s, '')) as p
        """,
        {"after": after},
    )
    return rows.part()


def select_open_pay_pages(connection: Executor) -> list[str]:
    """Return the ids of the reader's checkout sessions at which they could still pay."""
    rows = connection.execute(
        "select o.checkout_session_id from masterclass.orders as o"
        " where o.state = 'open' and o.checkout_session_id is not null and o.user_id = auth.uid()"
    )
    return [row[0] for row in rows]


def erase_account(connection: Executor) -> None:
    """Erase the reader, whose sign-in must be fresh."""
    connection.execute("select masterclass.erase_account()")
