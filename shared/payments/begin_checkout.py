"""Beginning to pay: one order per member, written down before Stripe hears of it, and its checkout session."""

from shared import logs, settings
from shared.accounts.limits import CHECKOUT, CHECKOUT_CHANGE, count_use, require_live_session
from shared.database import PAYMENTS, one_trip, transaction
from shared.identity import Reader
from shared.payments import gateway, queries
from shared.payments.close_sessions import close_session
from shared.payments.problems import FullAccessAlready, PaymentInProgress, PaymentInReview, PaymentsUnavailable
from shared.payments.records import KeptSession, MadeSession, Order, Price, Wanted

ATTEMPTS = 3
PRICE_CHANGES = "The price is being changed. Please try again later."


def begin_checkout(
    reader: Reader, seats: int | None = None, *, gift: bool = False, invoice: str | None = None
) -> dict[str, str]:
    """Return the id and address of the checkout session where the reader can pay, for themselves or for `seats`.

    However many ask at once, a member has one order of each kind and one session. Raises FullAccessAlready,
    PaymentInProgress, PaymentInReview, PaymentsUnavailable, SignInRequired for an ended session, TooManyRequests.
    """
    with transaction(reader) as connection:
        require_live_session(connection)
        email, price = queries.select_email(connection), queries.select_price(connection, seats or 1)
    wanted = Wanted(_price_id(seats), _required(price), seats, gift, invoice)
    order = _order(reader, wanted)
    if order.state == "processing":
        raise PaymentInProgress("Access opens by itself when your bank has confirmed it.")
    if order.checkout_url:
        return {"checkout_session_id": order.checkout_session_id, "url": order.checkout_url}
    return _kept(order, reader, email)._asdict()


def _price_id(seats: int | None) -> str:
    """One seat costs what the course does; several are sold by Stripe's price with tiers."""
    payments = settings.payments()
    if seats is None or seats == 1:
        return payments.price_id
    if not payments.seats_price_id:
        raise PaymentsUnavailable("Seats are not on sale yet.")
    return payments.seats_price_id


def _required(price: Price | None) -> Price:
    if price is None:
        raise PaymentsUnavailable("This is not on sale yet.")
    return price


def _kept(order: Order, reader: Reader, email: str) -> KeptSession:
    """Ask Stripe for the order's session; where a call at the same time got another, theirs is kept, ours closed."""
    with transaction(reader) as connection:
        count_use(connection, CHECKOUT)
    made = _session(order, reader.user_id, email)
    _require_price(made, order.wanted.price)
    kept = queries.update_order_session(one_trip(PAYMENTS), order.id, made)
    if kept is None or kept.checkout_session_id != made.id:
        close_session(made.id)
    if kept is None:
        with transaction(reader) as connection:
            require_live_session(connection)
        raise PaymentsUnavailable(PRICE_CHANGES)
    return kept


def _order(reader: Reader, wanted: Wanted) -> Order:
    """Return the order under way; a page that runs out, or is about something else, is closed at Stripe first."""
    live, user_id = settings.payments().live, reader.user_id
    stale = queries.select_stale_session(one_trip(PAYMENTS), user_id, wanted)
    if stale:
        with transaction(reader) as connection:
            count_use(connection, CHECKOUT_CHANGE)
        close_session(stale)
    with transaction(PAYMENTS) as connection:
        if live:
            queries.update_shop_live(connection)
        order = queries.upsert_order(connection, user_id, wanted, live=live)
        if order and order.state == "open" and not order.checkout_url:
            order = queries.update_order_wanted(connection, order, user_id, wanted)
        of_pack = wanted.seats is not None
        in_review = order is None and queries.is_waiting_for_review(connection, user_id, of_pack=of_pack)
    if in_review:
        raise PaymentInReview("We have it, and it is being looked at. Please do not pay again.")
    if order is None:
        raise FullAccessAlready
    if stale and order.checkout_session_id == stale and order.state == "open":
        raise PaymentsUnavailable  # Stripe neither closed it nor says that it was paid
    return order


def _session(order: Order, user_id: str, email: str) -> MadeSession:
    """Make the session; where Stripe holds the key for other parameters, under the next attempt's key.

    Stripe also keeps what it answered under a key, a failure too: after one, the next try takes the next key.
    """
    for _ in range(ATTEMPTS):
        try:
            return gateway.create_session(order, user_id, email)
        except gateway.KeyHeldForOtherParameters:
            order = order._replace(attempt=queries.update_order_attempt(one_trip(PAYMENTS), order.id, order.attempt))
        except gateway.FailureKeptUnderKey as kept:
            queries.update_order_attempt(one_trip(PAYMENTS), order.id, order.attempt)
            raise PaymentsUnavailable(kept.detail) from kept
    raise PaymentsUnavailable


def _require_price(made: MadeSession, price: Price) -> None:
    """Refuse to sell at another price than the course's own: Stripe's Price and the course have drifted apart."""
    if (made.amount_subtotal, made.currency) == price:
        return
    close_session(made.id)
    logs.alert("price-mismatch", stripe=[made.amount_subtotal, made.currency], course=list(price))
    raise PaymentsUnavailable(PRICE_CHANGES)
