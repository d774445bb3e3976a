"""Checkout sessions over the API: create, retrieve, change, expire, line items."""

from typing import Any

from netlify.standins.stripe import checkout, discounts, operations, pricing, shapes
from netlify.standins.stripe.api import Call
from netlify.standins.stripe.errors import StripeError, missing_parameter, not_done
from netlify.standins.stripe.expand import line_items
from netlify.standins.stripe.forms import only_one, within
from netlify.standins.stripe.store import Object, Store, member, members, new_id, now

DONE = frozenset(
    {
        "adaptive_pricing",
        "after_expiration.recovery",
        "allow_promotion_codes",
        "allowed_payment_method_types",
        "automatic_tax.enabled",
        "billing_address_collection",
        "cancel_url",
        "client_reference_id",
        "consent_collection.terms_of_service",
        "currency",
        "custom_text",
        "customer_creation",
        "customer_email",
        "discounts",
        "expires_at",
        "invoice_creation",
        "line_items.adjustable_quantity",
        "line_items.metadata",
        "line_items.price",
        "line_items.price_data",
        "line_items.quantity",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data.capture_method",
        "payment_intent_data.description",
        "payment_intent_data.metadata",
        "payment_intent_data.receipt_email",
        "payment_intent_data.statement_descriptor",
        "payment_intent_data.statement_descriptor_suffix",
        "payment_intent_data.transfer_group",
        "payment_method_types",
        "phone_number_collection.enabled",
        "submit_type",
        "success_url",
        "tax_id_collection",
        "ui_mode",
    }
)
METHODS = ("card", "us_bank_account")
MOST_LINE_ITEMS, MOST_QUANTITY, LONGEST_REFERENCE = 100, 999_999, 200
COPIED = (
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "locale",
    "submit_type",
    "billing_address_collection",
    "adaptive_pricing",
    "allow_promotion_codes",
    "phone_number_collection",
)


async def create(call: Call) -> Object:
    """`POST /v1/checkout/sessions` in mode `payment`, on Stripe's own page."""
    form = call.form
    _check(form)
    identifier = new_id("cs_test_")
    bought = await _line_items(call, form)
    currencies = {item["currency"] for item in bought}
    if len(currencies) > 1 or form.get("currency", "").lower() not in {"", *currencies}:
        raise StripeError("The prices and the session must all have the same currency.", parameter="currency")
    session = shapes.session(0, currencies.pop(), id=identifier, url=f"{call.desk.settings.origin}/pay/{identifier}")
    session |= {name: form[name] for name in COPIED if form.get(name) is not None}
    session |= {"metadata": member(form, "metadata"), **_switches(form), **_collected(form)}
    if form.get("customer_email"):
        session["customer_details"] = shapes.customer_details(form["customer_email"])
    await _keep_hidden(call.store, form, identifier, bought)
    await _price(call.store, session, form)
    await call.store.put(session)
    await call.store.set_timer("expire", identifier, session["expires_at"] - now())
    return session


async def expire(call: Call) -> Object:
    """`POST /v1/checkout/sessions/{id}/expire`: only an open session can be expired."""
    session = await call.store.require("checkout.session", call.path["id"], lock=True)
    if session["status"] != "open":
        raise StripeError(
            f'Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session'
            f" has a status of {session['status']}."
        )
    return await checkout.expire(call.store, session)


async def list_line_items(call: Call) -> Object:
    """`GET /v1/checkout/sessions/{id}/line_items`, in one page."""
    within(call.form, "limit", 1, 100)
    await call.store.require("checkout.session", call.path["id"])
    return await line_items(call.store, call.path["id"])


def _check(form: dict[str, Any]) -> None:
    """Refuse what Stripe refuses of a session as a whole, and what this stand-in does not do."""
    if not form.get("line_items"):
        raise missing_parameter("line_items")
    if form.get("mode") != "payment":
        raise not_done(f"mode {form['mode']}") if "mode" in form else missing_parameter("mode")
    if form.get("ui_mode", "hosted_page") != "hosted_page":
        raise not_done(f"ui_mode {form['ui_mode']}")
    if "success_url" not in form:
        raise missing_parameter("success_url")
    if len(form.get("client_reference_id", "")) > LONGEST_REFERENCE:
        raise StripeError("Invalid string: longer than 200 characters", parameter="client_reference_id")
    if len(form["line_items"]) > MOST_LINE_ITEMS:
        raise StripeError("You may specify up to 100 line items.", parameter="line_items")
    if form.get("customer_creation") == "always":
        raise not_done("customer_creation always")
    only_one(form, "allow_promotion_codes", "discounts")
    only_one(form, "allowed_payment_method_types", "payment_method_types")


async def _line_items(call: Call, form: dict[str, Any]) -> list[Object]:
    made: list[Object] = []
    for index, entry in enumerate(form["line_items"]):
        path = f"line_items[{index}]"
        quantity = entry.get("quantity", 1)
        if not 0 < quantity <= MOST_QUANTITY:
            raise StripeError(
                "This value must be greater than or equal to 1.",
                code="parameter_invalid_integer",
                parameter=f"{path}[quantity]",
            )
        item = await pricing.line_item(call.store, await _price_of(call, entry, path), quantity, path)
        made.append(item | {"metadata": member(entry, "metadata")})
    return made


async def _price_of(call: Call, entry: dict[str, Any], path: str) -> Object:
    if "price" in entry:
        return await call.store.require("price", entry["price"], parameter=f"{path}[price]")
    if "price_data" not in entry:
        raise missing_parameter(f"{path}[price]")
    return await call.store.put(await operations.price_of(call, entry["price_data"], f"{path}[price_data]"))


def _switches(form: dict[str, Any]) -> Object:
    automatic = bool(member(form, "automatic_tax").get("enabled"))
    methods = form.get("allowed_payment_method_types") or form.get("payment_method_types") or list(METHODS)
    if unknown := set(methods) - set(METHODS):
        raise not_done(f"the payment method {min(unknown)}")
    expires = form.get("expires_at", now() + shapes.SESSION_SECONDS)
    if not now() + 1700 <= expires <= now() + shapes.SESSION_SECONDS + 60:
        raise StripeError(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            parameter="expires_at",
        )
    tax = {
        "enabled": automatic,
        "liability": {"type": "self"} if automatic else None,
        "provider": "stripe" if automatic else None,
        "status": "requires_location_inputs" if automatic else None,
    }
    return {"automatic_tax": tax, "expires_at": expires, "payment_method_types": list(methods)}


def _collected(form: dict[str, Any]) -> Object:
    """Return what the session asks its buyer for, and what it makes afterwards."""
    invoice, consent = member(form, "invoice_creation"), member(form, "consent_collection")
    tax_id, recovery = member(form, "tax_id_collection"), member(member(form, "after_expiration"), "recovery")
    nothing = ("account_tax_ids", "custom_fields", "description", "footer", "issuer", "rendering_options")
    data: Object = {**dict.fromkeys(nothing), "metadata": {}, **member(invoice, "invoice_data")}
    terms = {"payment_method_reuse_agreement": None, "promotions": None, **consent}
    found = {"allow_promotion_codes": False, "expires_at": None, "url": None, **recovery}
    return {
        "after_expiration": {"recovery": found} if recovery else None,
        "consent_collection": terms if consent else None,
        "custom_text": shapes.CUSTOM_TEXT | member(form, "custom_text"),
        "invoice_creation": {"enabled": bool(invoice.get("enabled")), "invoice_data": data},
        "tax_id_collection": {"enabled": False, "required": "never", **tax_id},
    }


async def _price(store: Store, session: Object, form: dict[str, Any]) -> None:
    await discounts.reprice(store, session)
    asked: list[Object] = members(form, "discounts")
    if not asked:
        return
    only_one(asked[0], "coupon", "promotion_code")
    promotion = None
    if "promotion_code" in asked[0]:
        path = "discounts[0][promotion_code]"
        promotion = await store.require("promotion_code", asked[0]["promotion_code"], parameter=path)
    coupon_id = promotion["promotion"]["coupon"] if promotion else asked[0].get("coupon")
    if coupon_id is None:
        raise missing_parameter("discounts[0][coupon]")
    coupon = await store.require("coupon", coupon_id, parameter="discounts[0][coupon]")
    await discounts.apply(store, session, coupon, promotion)


async def _keep_hidden(store: Store, form: dict[str, Any], session_id: str, bought: list[Object]) -> None:
    """Keep what belongs to the session and is no part of its object."""
    asked = member(form, "payment_intent_data")
    data = {name: value for name, value in asked.items() if value is not None}
    data["metadata"] = member(data, "metadata")
    await store.put({"id": f"{session_id}/intent", "object": "session_intent_data", "data": data})
    page = shapes.listing(f"/v1/checkout/sessions/{session_id}/line_items", bought, has_more=False)
    await store.put({"id": f"{session_id}/line_items", "object": "session_line_items", "list": page})
