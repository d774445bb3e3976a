"""The other calls of the API that change something: refunds, disputes, prices, coupons, promotion codes."""

from typing import Any

from netlify.standins.stripe import aftermath, catalogue_shapes, disputes, pricing
from netlify.standins.stripe.api import Call
from netlify.standins.stripe.errors import StripeError, missing_parameter
from netlify.standins.stripe.forms import only_one, within
from netlify.standins.stripe.store import Object, member, members, new_id


async def create_refund(call: Call) -> Object:
    """`POST /v1/refunds` for a charge or a payment intent; without an amount all that is left."""
    form = call.form
    within(form, "amount", 1)
    only_one(form, "charge", "payment_intent")
    charge_id = await _charge_id(call)
    return await aftermath.refund_charge(
        call.store, charge_id, form.get("amount"), form.get("reason"), member(form, "metadata")
    )


async def cancel_refund(call: Call) -> Object:
    """`POST /v1/refunds/{id}/cancel`: only what is still on its way can be canceled."""
    made = await call.store.require("refund", call.path["id"])
    if made["status"] not in {"pending", "requires_action"}:
        raise StripeError("Only a refund that requires action can be canceled.")
    return await aftermath.undo_refund(call.store, made["id"], "canceled")


async def close_dispute(call: Call) -> Object:
    """`POST /v1/disputes/{id}/close`: the merchant accepts it as lost."""
    return await disputes.move_dispute(call.store, call.path["id"], "lost")


async def update_dispute(call: Call) -> Object:
    """`POST /v1/disputes/{id}`: `winning_evidence` and `losing_evidence` decide it, as in Stripe's test mode."""
    submit = call.form.get("submit", True)
    return await disputes.answer_dispute(call.store, call.path["id"], member(call.form, "evidence"), submit=submit)


async def create_price(call: Call) -> Object:
    """`POST /v1/prices`, one-time: `unit_amount`, or `tiers` for quantities."""
    form = call.form
    made = await price_of(call, form)
    if form.get("billing_scheme") == "tiered" or "tiers" in form:
        if not form.get("tiers_mode"):
            raise missing_parameter("tiers_mode")
        made = catalogue_shapes.tiered(made, form["tiers_mode"])
        await pricing.keep_tiers(call.store, made, [_tier(tier) for tier in members(form, "tiers")])
    elif "unit_amount" not in form:
        raise missing_parameter("unit_amount")
    kept = ("active", "lookup_key", "metadata", "nickname", "tax_behavior")
    return await call.store.put(made | {name: form[name] for name in kept if name in form})


async def price_of(call: Call, form: dict[str, Any], path: str = "") -> Object:
    """Return a new price for a product that exists, or is made from `product_data`."""
    only_one(form, "product", "product_data")
    within(form, "unit_amount", 0)
    product_id = form.get("product")
    if product_id:
        await call.store.require("product", product_id, parameter=f"{path}[product]" if path else "product")
    elif "product_data" in form:
        made = catalogue_shapes.product(new_id("prod_"), form["product_data"]["name"])
        product_id = (await call.store.put(made))["id"]
    else:
        raise missing_parameter(f"{path}[product]" if path else "product")
    return catalogue_shapes.price(new_id("price_"), product_id, form.get("unit_amount", 0), form["currency"].lower())


async def create_product(call: Call) -> Object:
    """`POST /v1/products` with a name."""
    made = catalogue_shapes.product(call.form.get("id") or new_id("prod_"), call.form["name"])
    return await call.store.put(made | {name: call.form[name] for name in call.form if name in made})


async def create_coupon(call: Call) -> Object:
    """`POST /v1/coupons` with `percent_off`, or `amount_off` and `currency`."""
    form = call.form
    only_one(form, "percent_off", "amount_off")
    if not {"percent_off", "amount_off"} & form.keys():
        raise missing_parameter("percent_off")
    if "amount_off" in form and "currency" not in form:
        raise missing_parameter("currency")
    if not 0 < form.get("percent_off", 1) <= 100:
        raise StripeError("Invalid percent_off: must be above 0 and at most 100", parameter="percent_off")
    within(form, "amount_off", 1)
    made = catalogue_shapes.coupon(form.get("id") or new_id(""), form.get("percent_off"), form.get("amount_off"), None)
    kept = ("duration", "max_redemptions", "metadata", "name", "redeem_by")
    currency = {"currency": form["currency"].lower()} if "currency" in form else {}
    return await call.store.put(made | currency | {name: form[name] for name in kept if name in form})


async def create_promotion_code(call: Call) -> Object:
    """`POST /v1/promotion_codes` for a coupon."""
    form = call.form
    coupon_id = form["promotion"].get("coupon")
    if coupon_id is None:
        raise missing_parameter("promotion[coupon]")
    await call.store.require("coupon", coupon_id, parameter="promotion[coupon]")
    code = (form.get("code") or new_id("")[:8]).upper()
    if await call.store.first("promotion_code", {"code": code, "active": True}):
        raise StripeError("An active promotion code with this code already exists.", parameter="code")
    made = catalogue_shapes.promotion_code(code, coupon_id)
    made["restrictions"] |= member(form, "restrictions")
    kept = ("active", "expires_at", "max_redemptions", "metadata")
    return await call.store.put(made | {name: form[name] for name in kept if name in form})


def updating(kind: str) -> Any:
    """Return the operation that changes the sent members of an object of `kind`, as archiving a price does."""

    async def update(call: Call) -> Object:
        item = await call.store.require(kind, call.path["id"], lock=True)
        form = call.form
        if "metadata" in form:
            merged = member(item, "metadata") | member(form, "metadata")
            form["metadata"] = {name: value for name, value in merged.items() if value}
        return await call.store.put(item | form)

    return update


def _tier(tier: dict[str, Any]) -> Object:
    up_to = None if tier["up_to"] == "inf" else int(tier["up_to"])
    return catalogue_shapes.tier(up_to, tier.get("unit_amount"), tier.get("flat_amount"))


async def _charge_id(call: Call) -> str:
    if call.form.get("charge"):
        return call.form["charge"]
    if "payment_intent" not in call.form:
        raise missing_parameter("charge")
    intent = await call.store.require("payment_intent", call.form["payment_intent"], parameter="payment_intent")
    if intent["status"] != "succeeded":
        raise StripeError(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
        )
    return intent["latest_charge"]
