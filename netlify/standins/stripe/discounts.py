"""What a session costs after coupons, promotion codes and tax, shared out over its line items."""

from decimal import ROUND_HALF_UP, Decimal

from netlify.standins.stripe import catalogue_shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.store import Object, Store, member, now

# The stand-in's made-up sales tax, charged where the session asked for automatic tax and an address is known.
TAX_PERCENT = 5
SEEDED_CODES = {"COLLEAGUE20": 20.0, "SCHOLAR100": 100.0}


async def seed_codes(store: Store) -> None:
    """Make the promotion codes that exist from the start: 20 % and 100 % off."""
    for code, percent in SEEDED_CODES.items():
        if await store.first("promotion_code", {"code": code}) is None:
            await store.put(catalogue_shapes.coupon(f"coupon_{code.lower()}", percent, None, None))
            await store.put(catalogue_shapes.promotion_code(code, f"coupon_{code.lower()}"))


async def find_code(store: Store, typed: str) -> Object | None:
    """Return the promotion code that a customer typed, upper or lower case alike, while it can still be used."""
    promotion = await store.first("promotion_code", {"code": typed.strip().upper(), "active": True})
    if promotion is None or _is_used_up(promotion, "expires_at"):
        return None
    coupon = await store.require("coupon", promotion["promotion"]["coupon"])
    return None if _is_used_up(coupon, "redeem_by") else promotion


async def apply(store: Store, session: Object, coupon: Object, promotion: Object | None = None) -> Object:
    """Return `session` with the coupon taken off and its totals counted anew; raises Stripe's refusals."""
    if _is_used_up(coupon, "redeem_by"):
        raise StripeError(f"Coupon expired: {coupon['id']}", code="coupon_expired", parameter="discounts[0][coupon]")
    least = promotion["restrictions"]["minimum_amount"] if promotion else None
    if least and session["amount_subtotal"] < least:
        raise StripeError("The purchase is below the promotion code's minimum.", parameter="discounts[0]")
    if coupon["percent_off"] is None and coupon["currency"] != session["currency"]:
        raise StripeError("The coupon's currency is not the session's.", parameter="discounts[0][coupon]")
    session["discounts"] = [{"coupon": coupon["id"], "promotion_code": promotion["id"] if promotion else None}]
    return await reprice(store, session)


async def reprice(store: Store, session: Object) -> Object:
    """Return `session` with its totals, and its kept line items with theirs, counted anew."""
    kept = await store.require("session_line_items", f"{session['id']}/line_items")
    lines: list[Object] = kept["list"]["data"]
    session["amount_subtotal"] = sum(line["amount_subtotal"] for line in lines)
    discount = await _discount(store, session)
    _share(lines, "amount_discount", discount)
    tax = _percent_of(session["amount_subtotal"] - discount, TAX_PERCENT) if _is_taxed(session) else 0
    _share(lines, "amount_tax", tax)
    for line in lines:
        line["amount_total"] = line["amount_subtotal"] - line["amount_discount"] + line["amount_tax"]
    await store.put(kept)
    session["amount_total"] = session["amount_subtotal"] - discount + tax
    session["total_details"] = {"amount_discount": discount, "amount_shipping": 0, "amount_tax": tax}
    return session


async def redeem(store: Store, session: Object) -> None:
    """Count the use of the session's coupon and promotion code."""
    for discount in session["discounts"]:
        for kind in ("coupon", "promotion_code"):
            if discount[kind]:
                used = await store.require(kind, discount[kind], lock=True)
                await store.put(used | {"times_redeemed": used["times_redeemed"] + 1})


def _is_used_up(offer: Object, ends: str) -> bool:
    most, end = offer["max_redemptions"], offer[ends]
    return (most is not None and offer["times_redeemed"] >= most) or (end is not None and end <= now())


def _is_taxed(session: Object) -> bool:
    has_address = bool(member(session, "customer_details").get("address"))
    return session["automatic_tax"]["enabled"] and has_address


async def _discount(store: Store, session: Object) -> int:
    if not session["discounts"]:
        return 0
    coupon = await store.require("coupon", session["discounts"][0]["coupon"])
    if coupon["percent_off"] is not None:
        return _percent_of(session["amount_subtotal"], coupon["percent_off"])
    return min(session["amount_subtotal"], coupon["amount_off"])


def _share(lines: list[Object], member: str, whole: int) -> None:
    """Share `whole` out over the lines by their amounts; the last one takes what rounding left."""
    subtotal, left = sum(line["amount_subtotal"] for line in lines), whole
    for line in lines:
        part = whole * line["amount_subtotal"] // subtotal if subtotal else 0
        line[member], left = part, left - part
    lines[-1][member] += left


def _percent_of(amount: int, percent: float) -> int:
    return int((Decimal(amount) * Decimal(str(percent)) / 100).quantize(Decimal(1), ROUND_HALF_UP))
