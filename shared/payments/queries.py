"""Every SQL statement about a member's orders and payments."""

from shared.database import Executor
from shared.payments.records import CheckoutState, KeptSession, MadeSession, Order, Price


def select_price(connection: Executor) -> Price | None:
    """Return what the course costs; None before a course was loaded."""
    row = connection.execute("select price_amount_minor, price_currency from masterclass.course").fetchone()
    return Price(*row) if row else None


def close_stale_orders(connection: Executor, user_id: str, price_id: str, price: Price) -> list[str]:
    """Let go of the member's open order when its session runs out or when it is about another price.

    Returns the sessions that somebody may still have open.
    """
    closed = connection.execute(
        """
        update masterclass.orders
           set state = 'expired', updated_at = now()
         where user_id = %(user_id)s
           and state = 'open'
           and (expires_at < now() + interval '5 minutes'
                or (price_id, amount_subtotal_minor, currency) <> (%(price_id)s, %(amount)s, %(currency)s))
        returning checkout_session_id
        """,
        {"user_id": user_id, "price_id": price_id, "amount": price.amount_minor, "currency": price.currency},
    ).fetchall()
    return [row[0] for row in closed if row[0]]


def upsert_order(connection: Executor, user_id: str, price_id: str, price: Price, *, live: bool) -> Order | None:
    """Return the member's one order under way, made now where there is none; None with full access already."""
    row = connection.execute(
        """
        insert into masterclass.orders as o (user_id, price_id, amount_subtotal_minor, currency, livemode)
        select u.id, %(price_id)s, %(amount)s, %(currency)s, %(live)s
          from (select %(user_id)s::uuid as id) as u
         where not masterclass.has_full_access(u.id)
            on conflict (user_id) where state in ('open', 'processing') do update
           set updated_at = now()
        returning o.id::text, o.attempt, o.state, coalesce(o.checkout_session_id, ''), coalesce(o.checkout_url, '')
        """,
        {
            "user_id": user_id,
            "price_id": price_id,
            "amount": price.amount_minor,
            "currency": price.currency,
            "live": live,
        },
    ).fetchone()
    return Order(*row) if row else None


def update_order_session(connection: Executor, order_id: str, session: MadeSession) -> KeptSession | None:
    """Keep the session that Stripe made for the order, unless another was kept before; return the one that is kept.

    None where the order's member was erased meanwhile: nothing of theirs is kept any more.
    """
    row = connection.execute(
        """
        update masterclass.orders
           set expires_at          = case when checkout_session_id is null then to_timestamp(%(expires_at)s)
                                          else expires_at end,
               checkout_session_id = coalesce(checkout_session_id, %(session_id)s),
               checkout_url        = coalesce(checkout_url, %(url)s),
               updated_at          = now()
         where id = %(order_id)s
           and user_id is not null
        returning checkout_session_id, checkout_url
        """,
        {"order_id": order_id, "session_id": session.id, "url": session.url, "expires_at": session.expires_at},
    ).fetchone()
    return KeptSession(*row) if row else None


def update_order_attempt(connection: Executor, order_id: str, attempt: int) -> int:
    """Count the order's attempt up from `attempt`, once however many ask; return the one to use now."""
    row = connection.execute(
        """
        update masterclass.orders
           set attempt = greatest(attempt, %(attempt)s + 1), updated_at = now()
         where id = %(order_id)s
        returning attempt
        """,
        {"order_id": order_id, "attempt": attempt},
    ).fetchone()
    return int(row[0]) if row else attempt + 1


def select_email(connection: Executor) -> str:
    """Return the reader's address, for the receipt."""
    row = connection.execute("select email from masterclass.users where id = auth.uid()").fetchone()
    return row[0] if row else ""


def select_checkout_state(connection: Executor, session_id: str) -> CheckoutState | None:
    """Return where the reader's own order with that session stands; None for another's and for none."""
    row = connection.execute(
        """
        select o.state, u.role
          from masterclass.orders as o
          join masterclass.users as u on u.id = o.user_id
         where o.checkout_session_id = %(session_id)s
        """,
        {"session_id": session_id},
    ).fetchone()
    return CheckoutState(*row) if row else None


def select_payments(connection: Executor) -> str:
    """Return the reader's payments, newest first, as GET payments answers them."""
    return connection.execute("select jsonb_build_object('payments', masterclass.reader_payments())::text").value()
