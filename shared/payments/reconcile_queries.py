"""The SQL of reconciliation: how far it has come, which events are unknown, which orders are unsettled."""

from datetime import datetime
from typing import NamedTuple

from shared.database import Executor


class Window(NamedTuple):
    """Events between two times (seconds since 1970) that are to be compared, from `after_event` downwards.

    `mark` is when the window was opened, to the microsecond: of two runs at once, one must not move the place of the
    window that the other has opened since.
    """

    since: int
    until: int
    after_event: str | None
    mark: datetime


def begin_window(connection: Executor) -> Window:
    """Return the window that an earlier run left half done, or open the next one, up to now."""
    row = connection.execute(
        """
        update masterclass.reconciliation
           set until = coalesce(until, now()), since = greatest(since, now() - interval '30 days'), updated_at = now()
        returning floor(extract(epoch from since))::bigint, ceil(extract(epoch from until))::bigint, after_event, until
        """
    ).fetchone()
    if row is None:
        raise LookupError("masterclass.reconciliation has lost its row")
    return Window(*row)


def keep_place(connection: Executor, window: Window, after_event: str | None) -> None:
    """Remember the event down to which the window is done; None starts it over."""
    connection.execute(
        "update masterclass.reconciliation set after_event = %(after)s, updated_at = now() where until = %(mark)s",
        {"after": after_event, "mark": window.mark},
    )


def close_window(connection: Executor, window: Window) -> None:
    """The window is done: the next one begins an hour before its end, for events that Stripe lists late."""
    connection.execute(
        """
        update masterclass.reconciliation
           set since = until - interval '1 hour', until = null, after_event = null, updated_at = now()
         where until = %(mark)s
        """,
        {"mark": window.mark},
    )


def select_unknown_events(connection: Executor, ids: list[str]) -> set[str]:
    """Return those of `ids` that were never recorded."""
    rows = connection.execute(
        """
        select e.id
          from unnest(%(ids)s::text[]) as e (id)
         where not exists (select from masterclass.webhook_events as w where w.source = 'stripe' and w.id = e.id)
        """,
        {"ids": ids},
    ).fetchall()
    return {row[0] for row in rows}


def take_unsettled_order(connection: Executor) -> str | None:
    """Return the session of the unsettled order that was looked at longest ago, and note that it is now.

    Orders younger than ten minutes are left to the webhook; the same order comes again in half an hour.
    """
    row = connection.execute(
        """
        update masterclass.orders
           set checked_at = now()
         where id = (select o.id
                       from masterclass.orders as o
                      where o.state in ('open', 'processing')
                        and o.checkout_session_id is not null
                        and o.created_at < now() - interval '10 minutes'
                        and (o.checked_at is null or o.checked_at < now() - interval '30 minutes')
                      order by o.checked_at nulls first
                      limit 1
                        for update skip locked)
        returning checkout_session_id
        """
    ).fetchone()
    return row[0] if row else None


def select_state(connection: Executor, session_id: str) -> str:
    """Return the state of the order with that session."""
    row = connection.execute(
        "select state from masterclass.orders where checkout_session_id = %(id)s", {"id": session_id}
    ).fetchone()
    return row[0] if row else ""


def close_abandoned_orders(connection: Executor) -> int:
    """Close orders that never got a session: Stripe forgets their key after a day. Returns how many."""
    return connection.execute(
        """
        update masterclass.orders
           set state = 'expired', updated_at = now()
         where state = 'open' and checkout_session_id is null and created_at < now() - interval '25 hours'
        """
    ).rowcount


def refresh_expired_roles(connection: Executor) -> int:
    """Correct the roles of members whose access merely expired; return how many."""
    row = connection.execute("select masterclass.refresh_expired_roles()").fetchone()
    return int(row[0]) if row else 0
