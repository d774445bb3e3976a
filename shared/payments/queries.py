"""Every SQL statement about a member's orders and payments."""

from shared.database import Executor
from shared.payments.records import CheckoutState, KeptSession, MadeSession, Order, Price


def select_price(connection: Executor) -> Price | None:
    """Return what the course costs; None before a course was loaded."""
    row = connection.execute("select price_amount_minor, price_currency from masterclass.course").fetchone()
    return Price(*row) if row else None


def select_stale_session(connection: Executor, user_id: str, price_id: str, price: Price) -> str | None:
    """Return the session of the member's open order when it runs out or is about another price."""
    row = connection.execute(
        """
        select checkout_session_id
          from masterclass.orders
         where user_id = %(user_id)s
           and state = 'open'
           and checkout_session_id is not null
           and (expires_at < now() + interval '5 minutes'
                or (price_id, amount_subtotal_minor, currency) <> (%(price_id)s, %(amount)s, %(currency)s))
        """,
        {"user_id": user_id, "price_id": price_id, "amount": price.amount_minor, "currency": price.currency},
    ).fetchone()
    return row[0] if row else None


def upsert_order(connection: Executor, user_id: str, price_id: str, price: Price, *, live: bool) -> Order | None:
    """Return the member's one order under way, made now where there is none.

    None with full access already, or with a payment that is being looked at. One that nobody was sent to pay yet takes
    on the price of now, and with it the next attempt's key.
    """
    row = connection.execute(
        """
        insert into masterclass.orders as o (user_id, price_id, amount_subtotal_minor, currency, livemode)
        select u.id, %(price_id)s, %(amount)s, %(currency)s, %(live)s
          from (select %(user_id)s::uuid as id) as u
         where not masterclass.has_full_access(u.id)
           and not masterclass.is_in_review(u.id)
            on conflict (user_id) where state in ('open', 'processing') do update
           set updated_at = now(),
               attempt  = case when o.checkout_session_id is null
                                and (o.price_id, o.amount_subtotal_minor, o.currency)
                                    <> (excluded.price_id, excluded.amount_subtotal_minor, excluded.currency)
                               then o.attempt + 1 else o.attempt end,
               price_id = case when o.checkout_session_id is null then excluded.price_id else o.price_id end,
               amount_subtotal_minor = case when o.checkout_session_id is null then excluded.amount_subtotal_minor
                                            else o.amount_subtotal_minor end,
               currency = case when o.checkout_session_id is null then excluded.currency else o.currency end
        returning o.id::text, o.attempt, o.state, coalesce(o.checkout_session_id, ''), coalesce(o.checkout_url, ''),
                  o.currency::text
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


def update_shop_live(connection: Executor) -> None:
    """From now on this shop sells for real."""
    connection.execute("update masterclass.shop set live = true where not live")


def is_waiting_for_review(connection: Executor, user_id: str) -> bool:
    """Return whether a payment of the member is being looked at."""
    row = connection.execute("select masterclass.is_in_review(%(user_id)s)", {"user_id": user_id}).fetchone()
    return bool(row and row[0])


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
