"""The other calls of the API that change something: refunds, disputes, prices, promotion codes."""

from netlify.standins.stripe import aftermath, shapes
from netlify.standins.stripe.api import Call
from netlify.standins.stripe.errors import StripeError, missing_parameter
from netlify.standins.stripe.forms import allow_only, metadata, nested, required, whole_number
from netlify.standins.stripe.store import Object, new_id

EVIDENCE = {"winning_evidence": "won", "losing_evidence": "lost"}
REASONS = {"duplicate", "fraudulent", "requested_by_customer"}


async def create_refund(call: Call) -> Object:
    """`POST /v1/refunds` for a charge or a payment intent; without an amount all that is left."""
    form = call.form
    allow_only(form, ("charge", "payment_intent", "amount", "reason", "metadata"))
    reason = form.get("reason")
    if reason is not None and reason not in REASONS:
        raise StripeError(f"Invalid reason: must be one of {', '.join(sorted(REASONS))}", parameter="reason")
    amount = whole_number(form, "amount", 0, least=1) if "amount" in form else None
    return await aftermath.refund_charge(call.store, await _charge_id(call), amount, reason, metadata(form))


async def cancel_refund(call: Call) -> Object:
    """`POST /v1/refunds/{id}/cancel`: only what is still on its way can be canceled."""
    made = await call.store.require("refund", call.path["id"])
    if made["status"] not in {"pending", "requires_action"}:
        raise StripeError("Only a refund that requires action can be canceled.")
    return await aftermath.undo_refund(call.store, made["id"], "canceled")


async def close_dispute(call: Call) -> Object:
    """`POST /v1/disputes/{id}/close`: the merchant accepts it as lost."""
    return await aftermath.move_dispute(call.store, call.path["id"], "lost")


async def update_dispute(call: Call) -> Object:
    """`POST /v1/disputes/{id}`: `winning_evidence` and `losing_evidence` decide it, as in Stripe's test mode."""
    text = str(nested(call.form, "evidence").get("uncategorized_text"))
    decided = EVIDENCE.get(text, "under_review")
    return await aftermath.move_dispute(call.store, call.path["id"], decided)


async def create_price(call: Call) -> Object:
    """`POST /v1/prices` with `unit_amount` and `currency`, one-time."""
    form = call.form
    allow_only(form, ("currency", "unit_amount", "product", "product_data", "nickname", "lookup_key", "metadata"))
    product_id = form.get("product")
    if product_id:
        await call.store.require("product", product_id, parameter="product")
    else:
        name = required(nested(form, "product_data"), "name")
        product_id = (await call.store.put(shapes.product(new_id("prod_"), name)))["id"]
    amount = whole_number(form, "unit_amount", 0)
    return await call.store.put(shapes.price(new_id("price_"), product_id, amount, required(form, "currency").lower()))


async def create_coupon(call: Call) -> Object:
    """`POST /v1/coupons` with `percent_off`, or `amount_off` and `currency`."""
    form = call.form
    allow_only(form, ("id", "percent_off", "amount_off", "currency", "duration", "name", "metadata"))
    if ("percent_off" in form) == ("amount_off" in form):
        raise missing_parameter("percent_off")
    percent = float(whole_number(form, "percent_off", 0, least=1, most=100)) if "percent_off" in form else None
    amount = whole_number(form, "amount_off", 0, least=1) if "amount_off" in form else None
    made = shapes.coupon(form.get("id") or new_id(""), percent, amount, form.get("currency"))
    return await call.store.put(made)


async def create_promotion_code(call: Call) -> Object:
    """`POST /v1/promotion_codes` for a coupon."""
    form = call.form
    allow_only(form, ("promotion", "coupon", "code", "metadata", "active"))
    coupon_id = nested(form, "promotion").get("coupon") or required(form, "coupon")
    await call.store.require("coupon", coupon_id, parameter="coupon")
    return await call.store.put(shapes.promotion_code((form.get("code") or new_id("")[:8]).upper(), coupon_id))


async def _charge_id(call: Call) -> str:
    if call.form.get("charge"):
        return call.form["charge"]
    intent = await call.store.require(
        "payment_intent", required(call.form, "payment_intent"), parameter="payment_intent"
    )
    if intent["status"] != "succeeded":
        raise StripeError(
            f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund.",
            code="payment_intent_unexpected_state",
        )
    return intent["latest_charge"]
