"""What the Stripe stand-in is told by whoever starts it."""

from dataclasses import dataclass

# Stripe retries for up to three days with growing pauses; here the first ones come sooner.
RETRY_SECONDS = (1.0, 5.0, 30.0, 120.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0, 48 * 3600.0)


@dataclass(frozen=True)
class StripeSettings:
    """Where the stand-in is reached, where it keeps its state and whom it tells what happened.

    `origin` is the address it is mounted at, without a slash at the end (`http://localhost:8888/.local/stripe`);
    nobody is told while `webhook_url` is empty; `database_url` is a login that may create the schema `local_stripe`;
    one price exists from the start, and one for several of it: what each costs from how many on (Stripe's tiers, by
    volume). `key_required` refuses calls without an API key, as Stripe does. `webhook_events` is what the endpoint at
    `webhook_url` says it is told of.
    """

    origin: str
    database_url: str
    webhook_url: str
    webhook_secret: str
    price_id: str = "price_masterclass"
    price_minor: int = 49900
    currency: str = "usd"
    seats_price_id: str = "price_masterclass_seats"
    seats_tiers: tuple[tuple[int, int], ...] = ((2, 44900), (5, 39900))
    product_name: str = "Primary Care Financial Masterclass"
    settle_seconds: float = 5.0
    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    key_required: bool = False
    webhook_events: tuple[str, ...] = ("*",)
