"""What a session costs after promotion codes and tax."""

from decimal import ROUND_HALF_UP, Decimal

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.store import Object, Store

# The stand-in's made-up sales tax, charged where the session asked for automatic tax.
TAX_PERCENT = 5
SEEDED_CODES = {"COLLEAGUE20": 20.0, "SCHOLAR100": 100.0}


async def seed_codes(store: Store) -> None:
    """Make the promotion codes that exist from the start: 20 % and 100 % off."""
    for code, percent in SEEDED_CODES.items():
        if await store.first("promotion_code", {"code": code}) is None:
            await store.put(shapes.coupon(f"coupon_{code.lower()}", percent, None, None))
            await store.put(shapes.promotion_code(code, f"coupon_{code.lower()}"))


async def find_code(store: Store, typed: str) -> Object | None:
    """Return the active promotion code that a customer typed, upper or lower case alike."""
    return await store.first("promotion_code", {"code": typed.strip().upper(), "active": True})


async def apply(store: Store, session: Object, promotion: Object) -> Object:
    """Return `session` with the promotion code's coupon taken off and its totals counted anew."""
    coupon = await store.require("coupon", promotion["promotion"]["coupon"])
    session["discounts"] = [{"coupon": coupon["id"], "promotion_code": promotion["id"]}]
    return priced(session, _taken_off(session, coupon))


def priced(session: Object, discount: int = 0) -> Object:
    """Return `session` with its totals for `discount`, tax included where it is switched on."""
    taxed = session["amount_subtotal"] - discount
    tax = _percent_of(taxed, TAX_PERCENT) if session["automatic_tax"]["enabled"] else 0
    session["amount_total"] = taxed + tax
    session["total_details"] = {"amount_discount": discount, "amount_shipping": 0, "amount_tax": tax}
    return session


def _taken_off(session: Object, coupon: Object) -> int:
    subtotal: int = session["amount_subtotal"]
    if coupon["percent_off"] is not None:
        return _percent_of(subtotal, coupon["percent_off"])
    if coupon["currency"] != session["currency"]:
        raise StripeError("The coupon's currency is not the session's.", parameter="discounts")
    return min(subtotal, coupon["amount_off"])


def _percent_of(amount: int, percent: float) -> int:
    return int((Decimal(amount) * Decimal(str(percent)) / 100).quantize(Decimal(1), ROUND_HALF_UP))
