"""What can be compared: how the model and the database say that a member stands."""

from typing import NamedTuple


class Payment(NamedTuple):
    """What was paid in a session, and whether somebody has still to look at it."""

    payment_id: str | None
    amount: int
    review: bool


class Standing(NamedTuple):
    """What can be compared with the database: access, the orders' states, each payment's words and receipt link."""

    full_access: bool
    orders: dict[str, str]
    payments: dict[str, tuple[int, int, str, str | None]]
    paid_twice: bool
