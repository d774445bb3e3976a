"""What is sold, as Stripe draws it: products and their prices, coupons and promotion codes."""

from netlify.standins.stripe.store import Object, new_id, now


def price(identifier: str, product: str, amount: int, currency: str) -> Object:
    """Return a one-time Price."""
    return {
        "id": identifier,
        "object": "price",
        "active": True,
        "billing_scheme": "per_unit",
        "created": now(),
        "currency": currency,
        "custom_unit_amount": None,
        "livemode": False,
        "lookup_key": None,
        "metadata": {},
        "nickname": None,
        "product": product,
        "recurring": None,
        "tax_behavior": "exclusive",
        "tiers_mode": None,
        "transform_quantity": None,
        "type": "one_time",
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
    }


def tiered(priced: Object, mode: str) -> Object:
    """Return the price with tiers, which are kept apart: Stripe shows them to those who ask (`expand`)."""
    return priced | {"billing_scheme": "tiered", "tiers_mode": mode, "unit_amount": None, "unit_amount_decimal": None}


def tier(up_to: int | None, unit: int | None, flat: int | None = None) -> Object:
    """Return one tier of a price; the last has no end."""
    return {
        "flat_amount": flat,
        "flat_amount_decimal": None if flat is None else str(flat),
        "unit_amount": unit,
        "unit_amount_decimal": None if unit is None else str(unit),
        "up_to": up_to,
    }


def product(identifier: str, name: str) -> Object:
    """Return a Product."""
    return {
        "id": identifier,
        "object": "product",
        "active": True,
        "created": now(),
        "default_price": None,
        "description": None,
        "images": [],
        "livemode": False,
        "marketing_features": [],
        "metadata": {},
        "name": name,
        "package_dimensions": None,
        "shippable": None,
        "statement_descriptor": None,
        "tax_code": None,
        "type": "service",
        "unit_label": None,
        "updated": now(),
        "url": None,
    }


def coupon(identifier: str, percent_off: float | None, amount_off: int | None, currency: str | None) -> Object:
    """Return a Coupon that can be used once a purchase."""
    return {
        "id": identifier,
        "object": "coupon",
        "amount_off": amount_off,
        "created": now(),
        "currency": currency,
        "duration": "once",
        "duration_in_months": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "name": None,
        "percent_off": percent_off,
        "redeem_by": None,
        "times_redeemed": 0,
        "valid": True,
    }


def promotion_code(code: str, coupon_id: str) -> Object:
    """Return the PromotionCode that a customer types to get the coupon."""
    return {
        "id": new_id("promo_"),
        "object": "promotion_code",
        "active": True,
        "code": code,
        "created": now(),
        "customer": None,
        "expires_at": None,
        "livemode": False,
        "max_redemptions": None,
        "metadata": {},
        "promotion": {"coupon": coupon_id, "type": "coupon"},
        "restrictions": {"first_time_transaction": False, "minimum_amount": None, "minimum_amount_currency": None},
        "times_redeemed": 0,
    }
