"""Every SQL statement about a member's orders and payments."""

import re
from typing import Any

from shared.database import Executor
from shared.payments.records import CheckoutState, KeptSession, MadeSession, Order, Price, Wanted
from shared.problems import NotFound

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


def select_price(connection: Executor, seats: int) -> Price | None:
    """Return what so many seats of the course cost in all; None before a course was loaded, or where it sells none."""
    row = connection.execute(
        "select masterclass.price_of_seats(%(seats)s), price_currency from masterclass.course", {"seats": seats}
    ).fetchone()
    return Price(*row) if row and row[0] is not None else None


def select_stale_session(connection: Executor, user_id: str, wanted: Wanted) -> str | None:
    """Return the session of the member's open order of that kind when it runs out or is about something else."""
    row = connection.execute(
        """
        select checkout_session_id
          from masterclass.orders
         where user_id = %(user_id)s
           and (seats is null) = (%(seats)s::integer is null)
           and state = 'open'
           and checkout_session_id is not null
           and (expires_at < now() + interval '5 minutes'
                or (price_id, amount_subtotal_minor, currency, gift)
                   <> (%(price_id)s, %(amount)s, %(currency)s, %(gift)s)
                or (seats, invoice) is distinct from (%(seats)s::integer, %(invoice)s::jsonb))
        """,
        _parameters(user_id, wanted),
    ).fetchone()
    return row[0] if row else None


def upsert_order(connection: Executor, user_id: str, wanted: Wanted, *, live: bool) -> Order | None:
    """Return the member's one order of that kind under way, made now where there is none.

    None with full access already, or with a payment that is being looked at. One that nobody was sent to pay yet takes
    on what is wanted now, and with it the next attempt's key.
    """
    row = connection.execute(
        """
        insert into masterclass.orders as o
               (user_id, price_id, amount_subtotal_minor, currency, livemode, seats, gift, invoice)
        select u.id, %(price_id)s, %(amount)s, %(currency)s, %(live)s, %(seats)s::integer, %(gift)s,
               %(invoice)s::jsonb
          from (select %(user_id)s::uuid as id) as u
         where (%(seats)s::integer is not null or not masterclass.has_full_access(u.id))
           and not masterclass.kind_in_review(u.id, %(seats)s::integer is not null)
            on conflict (user_id, (seats is null)) where state in ('open', 'processing') do update
           set updated_at = now()
        returning o.id::text, o.attempt, o.state, coalesce(o.checkout_session_id, ''), coalesce(o.checkout_url, ''),
                  o.price_id, o.amount_subtotal_minor, o.currency::text, o.seats, o.gift, o.invoice::text
        """,
        _parameters(user_id, wanted) | {"live": live},
    ).fetchone()
    if row is None:
        return None
    wanted = Wanted(row[5], Price(row[6], row[7]), seats=row[8], gift=row[9], invoice=row[10])
    return Order(row[0], row[1], row[2], row[3], row[4], wanted)


def update_order_wanted(connection: Executor, order: Order, user_id: str, wanted: Wanted) -> Order:
    """Let an order that nobody was sent to pay yet, and that is about something else, be about what is wanted now.

    Its next session is asked for under the next attempt's key.
    """
    row = connection.execute(
        """
        update masterclass.orders as o
           set attempt = o.attempt + 1, price_id = %(price_id)s, amount_subtotal_minor = %(amount)s,
               currency = %(currency)s, seats = %(seats)s, gift = %(gift)s, invoice = %(invoice)s, updated_at = now()
         where o.id = %(order_id)s
           and o.user_id = %(user_id)s
           and o.state = 'open'
           and o.checkout_session_id is null
           and ((o.price_id, o.amount_subtotal_minor, o.currency, o.gift)
                <> (%(price_id)s, %(amount)s, %(currency)s, %(gift)s)
                or (o.seats, o.invoice) is distinct from (%(seats)s::integer, %(invoice)s::jsonb))
        returning o.attempt
        """,
        _parameters(user_id, wanted) | {"order_id": order.id},
    ).fetchone()
    return order._replace(attempt=row[0], wanted=wanted) if row else order


def _parameters(user_id: str, wanted: Wanted) -> dict[str, object]:
    return {
        "user_id": user_id,
        "price_id": wanted.price_id,
        "amount": wanted.price.amount_minor,
        "currency": wanted.price.currency,
        "seats": wanted.seats,
        "gift": wanted.gift,
        "invoice": wanted.invoice,
    }


def update_shop_live(connection: Executor) -> None:
    """From now on this shop sells for real."""
    connection.execute("update masterclass.shop set live = true where not live")


def is_waiting_for_review(connection: Executor, user_id: str, *, of_pack: bool) -> bool:
    """Return whether a payment of the member, for a pack or for themselves, is being looked at."""
    return connection.execute(
        "select masterclass.kind_in_review(%(user_id)s, %(of_pack)s)", {"user_id": user_id, "of_pack": of_pack}
    ).value()


def update_order_session(connection: Executor, order_id: str, session: MadeSession) -> KeptSession | None:
    """Keep the session that Stripe made for the order, unless another was kept before; return the one that is kept.

    Whichever is kept, this one is known from now on until it is closed. None where the order is no longer what the
    session sells: its member was erased meanwhile, or it has come to an end or to another price.
    """
    row = connection.execute(
        """
        with known as (
          insert into masterclass.order_sessions (checkout_session_id, order_id)
          select %(session_id)s, o.id from masterclass.orders as o where o.id = %(order_id)s
              on conflict do nothing
        )
        update masterclass.orders
           set expires_at          = case when checkout_session_id is null then to_timestamp(%(expires_at)s)
                                          else expires_at end,
               checkout_session_id = coalesce(checkout_session_id, %(session_id)s),
               checkout_url        = coalesce(checkout_url, %(url)s),
               updated_at          = now()
         where id = %(order_id)s
           and user_id is not null
           and state = 'open'
           and (amount_subtotal_minor, currency) = (%(amount)s, %(currency)s)
        returning checkout_session_id, checkout_url
        """,
        {
            "order_id": order_id,
            "session_id": session.id,
            "url": session.url,
            "expires_at": session.expires_at,
            "amount": session.amount_subtotal,
            "currency": session.currency,
        },
    ).fetchone()
    return KeptSession(*row) if row else None


def update_order_attempt(connection: Executor, order_id: str, attempt: int) -> int:
    """Count the order's attempt up from `attempt`, once however many ask; return the one to use now."""
    return connection.execute(
        """
        update masterclass.orders
           set attempt = greatest(attempt, %(attempt)s + 1), updated_at = now()
         where id = %(order_id)s
        returning attempt
        """,
        {"order_id": order_id, "attempt": attempt},
    ).value()


def select_email(connection: Executor) -> str:
    """Return the reader's address, for the receipt."""
    row = connection.execute("select email from masterclass.users where id = auth.uid()").fetchone()
    return row[0] if row else ""


def select_checkout_state(connection: Executor, session_id: str) -> CheckoutState | None:
    """Return where the reader's own checkout session stands; None for another's and for none."""
    row = connection.execute(
        "select state, role, incomplete from masterclass.reader_checkout(%(session_id)s)", {"session_id": session_id}
    ).fetchone()
    return CheckoutState(*row) if row else None


def select_sessions_to_close(connection: Executor, paid_session_id: str) -> list[str]:
    """Return what else is open of the member who paid in that session."""
    rows = connection.execute(
        "select masterclass.sessions_to_close(%(session_id)s)", {"session_id": paid_session_id}
    ).fetchall()
    return [row[0] for row in rows]


def close_unknown_session(connection: Executor, session_id: str) -> None:
    """Let go of a session that Stripe does not know: nobody can pay there."""
    connection.execute(
        """
        with closed as (
          update masterclass.order_sessions set closed_at = now() where checkout_session_id = %(session_id)s
        )
        update masterclass.orders set state = 'expired', updated_at = now()
         where checkout_session_id = %(session_id)s and state = 'open'
        """,
        {"session_id": session_id},
    )


def update_order_given_up(connection: Executor, session_id: str) -> None:
    """The member waits for this bank debit no longer; when it comes all the same it counts."""
    connection.execute(
        "update masterclass.orders set state = 'given up', updated_at = now()"
        " where checkout_session_id = %(session_id)s and state = 'processing'",
        {"session_id": session_id},
    )


def select_payments(connection: Executor) -> str:
    """Return the reader's payments, newest first, as GET payments answers them."""
    return connection.execute("select jsonb_build_object('payments', masterclass.reader_payments())::text").value()


def require_allowance(connection: Executor, payment_id: str) -> dict[str, Any]:
    """Return what a page for an education allowance says of the reader's own payment; NotFound for no such one."""
    if not _UUID.fullmatch(payment_id):
        raise NotFound
    return connection.execute("select masterclass.reader_allowance(%(id)s)", {"id": payment_id}).value()
