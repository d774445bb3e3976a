"""The SQL of `python -m shared payments`: the payments that somebody means, and what codes have brought."""

from typing import NamedTuple

from shared.database import Executor


class Named(NamedTuple):
    """A payment as the operator named it; `payment_id` is Stripe's, None where nothing was taken."""

    id: str
    payment_id: str | None
    amount_minor: int
    refunded_minor: int
    currency: str
    standing: str


class CodeUse(NamedTuple):
    """What a promotion code has brought in one currency."""

    code: str
    currency: str
    uses: int
    discount_minor: int
    revenue_minor: int


def select_named(connection: Executor, named: str) -> list[Named]:
    """Return the payments of an address, or the one with that id of ours or Stripe's; newest first."""
    rows = connection.execute(
        "select id::text, stripe_payment_id, amount_minor, refunded_minor, currency, standing"
        "  from masterclass.payments_named(%(named)s)",
        {"named": named},
    ).fetchall()
    return [Named(*row) for row in rows]


def accept(connection: Executor, payment_id: str, reason: str) -> bool:
    """Let a payment that is looked at count as ordered; return False where it does not wait."""
    settled: str = connection.execute(
        "select masterclass.settle_review(%(id)s, %(reason)s)", {"id": payment_id, "reason": reason}
    ).value()
    return settled == "accepted"


def select_codes(connection: Executor) -> list[CodeUse]:
    """Return what each promotion code has brought, the most used first."""
    rows = connection.execute(
        "select code, currency, uses, discount_minor, revenue_minor from masterclass.promotion_codes_used()"
    ).fetchall()
    return [CodeUse(*row) for row in rows]
