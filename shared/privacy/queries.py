"""Every SQL statement about taking one's data along and leaving."""

from shared.database import Executor


def select_export(connection: Executor) -> str:
    """Return everything we hold of the reader as JSON; docs/privacy.md describes it."""
    return connection.execute("select masterclass.export_reader()::text").value()


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
