"""The SQL of reconciliation: how far it has come, which events are unknown, which orders are unsettled."""

from datetime import datetime
from typing import NamedTuple

from shared.database import Executor


class LostOrder(NamedTuple):
    """An order as its session at Stripe still tells it; `seats` is None for one's own access."""

    order_id: str
    member_id: str | None
    price_id: str
    seats: int | None
    gift: bool
    livemode: bool
    session_id: str
    ordered: datetime


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

    Orders younger than ten minutes are left to the webhook; the same order comes again in half an hour. So do payments
    that are looked at (their line items may show them right after all) and promotion codes whose words are not known.
    """
    row = connection.execute(
        """
        update masterclass.orders
           set checked_at = now()
         where id = (select o.id
                       from masterclass.orders as o
                      where (o.state in ('open', 'processing')
                             or (o.created_at > now() - interval '30 days'
                                 and exists (select from masterclass.payments as p
                                              where p.order_id = o.id
                                                and (p.review = 'needed'
                                                     or (p.promotion_id is not null and p.promotion_code is null)))))
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


def take_session_to_close(connection: Executor) -> str | None:
    """Return the session that was tried longest ago of those at which somebody could pay for what is settled."""
    row = connection.execute(
        """
        update masterclass.order_sessions
           set checked_at = now()
         where checkout_session_id = (select s.checkout_session_id
                                        from masterclass.order_sessions as s
                                       where s.closed_at is null
                                         and (s.checked_at is null or s.checked_at < now() - interval '30 minutes')
                                         and masterclass.session_is_to_close(s)
                                       order by s.checked_at nulls first
                                       limit 1
                                         for update skip locked)
        returning checkout_session_id
        """
    ).fetchone()
    return row[0] if row else None


def give_up_old_debits(connection: Executor) -> int:
    """Wait no longer for debits that Stripe, asked after thirty days, still called under way; return how many."""
    return connection.execute(
        """
        update masterclass.orders
           set state = 'given up', updated_at = now()
         where state = 'processing'
           and created_at < now() - interval '30 days'
           and checked_at > created_at + interval '30 days'
        """
    ).rowcount


def take_second_payments(connection: Executor) -> list[str]:
    """Return the payments whose member has another that stands, and that nobody was told of yet."""
    rows = connection.execute("select masterclass.alert_second_payments()::text").fetchall()
    return [row[0] for row in rows]


def begin_again(connection: Executor, since: datetime) -> None:
    """Compare every event since then anew, as far back as Stripe lists them."""
    connection.execute(
        "update masterclass.reconciliation"
        "   set since = least(since, %(since)s), until = null, after_event = null, updated_at = now()",
        {"since": since},
    )


def restore_order(connection: Executor, lost: LostOrder) -> str:
    """Make the order of a paid session again; return 'made', 'there' or 'not on sale'."""
    return connection.execute(
        """
        select masterclass.restore_order(%(order_id)s, %(member_id)s, %(price_id)s, %(seats)s, %(gift)s,
                                         %(livemode)s, %(session_id)s, %(ordered)s)
        """,
        lost._asdict(),
    ).value()


def is_unpaid(connection: Executor, session_id: str) -> bool:
    """Return whether no payment of that session is here."""
    return connection.execute(
        "select not exists (select from masterclass.payments where checkout_session_id = %(session_id)s)",
        {"session_id": session_id},
    ).value()


def grant_restored(connection: Executor, session_id: str, address: str) -> str:
    """Give the payment of a lost member to the address that paid; return 'waits', 'theirs', 'nobody' or 'kept'."""
    return connection.execute(
        "select masterclass.grant_restored_payment(%(session_id)s, %(address)s)",
        {"session_id": session_id, "address": address},
    ).value()


def refresh_expired_roles(connection: Executor) -> int:
    """Correct the roles of members whose access merely expired; return how many."""
    return connection.execute("select masterclass.refresh_expired_roles()").value()
