"""Checkout sessions over the API: create, retrieve, expire, line items."""

from typing import Any

from netlify.standins.stripe import checkout, discounts, shapes
from netlify.standins.stripe.api import Call
from netlify.standins.stripe.errors import StripeError, missing_parameter
from netlify.standins.stripe.expand import line_items
from netlify.standins.stripe.forms import allow_only, is_true, items, metadata, nested, required, whole_number
from netlify.standins.stripe.store import Object, Store, new_id, now

ALLOWED = (
    "mode",
    "line_items",
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "customer_creation",
    "metadata",
    "payment_intent_data",
    "allow_promotion_codes",
    "automatic_tax",
    "billing_address_collection",
    "expires_at",
    "discounts",
    "locale",
    "payment_method_types",
    "submit_type",
    "ui_mode",
    "custom_text",
    "invoice_creation",
    "tax_id_collection",
    "consent_collection",
    "phone_number_collection",
    "currency",
    "adaptive_pricing",
    "after_expiration",
)
INTENT_ALLOWED = (
    "metadata",
    "receipt_email",
    "description",
    "statement_descriptor",
    "statement_descriptor_suffix",
    "capture_method",
    "setup_future_usage",
)
METHODS = ("card", "us_bank_account")
COPIED = (
    "success_url",
    "cancel_url",
    "client_reference_id",
    "customer_email",
    "locale",
    "submit_type",
    "billing_address_collection",
)


async def create(call: Call) -> Object:
    """`POST /v1/checkout/sessions` in mode `payment`."""
    form = call.form
    allow_only(form, ALLOWED)
    if required(form, "mode") != "payment":
        raise StripeError("This stand-in knows only mode `payment`.", parameter="mode")
    required(form, "success_url")
    identifier = new_id("cs_test_")
    bought = await _line_items(call.store, form, identifier)
    session = shapes.session(
        sum(item["amount_subtotal"] for item in bought),
        bought[0]["currency"],
        id=identifier,
        url=f"{call.desk.settings.origin}/pay/{identifier}",
        metadata=metadata(form),
        **{name: form[name] for name in COPIED if form.get(name)},
        **_switches(form),
    )
    session["customer_details"] = _customer_details(form)
    session = await _discounted(call.store, session, items(form, "discounts"))
    await _keep_hidden(call.store, form, identifier, bought)
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
    """`GET /v1/checkout/sessions/{id}/line_items`."""
    await call.store.require("checkout.session", call.path["id"])
    return await line_items(call.store, call.path["id"])


async def _line_items(store: Store, form: dict[str, Any], session_id: str) -> list[Object]:
    asked = items(form, "line_items")
    if not asked:
        raise missing_parameter("line_items")
    made: list[Object] = []
    for entry in asked:
        identifier = required(entry, "price")
        priced = await store.require("price", identifier, parameter="line_items[0][price]")
        made.append(shapes.line_item(session_id, priced, whole_number(entry, "quantity", 1, least=1, most=999)))
    return made


def _switches(form: dict[str, Any]) -> Object:
    automatic = is_true(nested(form, "automatic_tax"), "enabled")
    methods = form.get("payment_method_types") or list(METHODS)
    if unknown := set(methods) - set(METHODS):
        raise StripeError(f"Invalid payment_method_types: {', '.join(unknown)}", parameter="payment_method_types")
    expires = whole_number(form, "expires_at", now() + shapes.SESSION_SECONDS, most=10**12)
    if not now() + 1700 <= expires <= now() + shapes.SESSION_SECONDS + 60:
        raise StripeError(
            "The `expires_at` timestamp must be between 30 minutes and 24 hours from Checkout Session creation.",
            parameter="expires_at",
        )
    return {
        "allow_promotion_codes": is_true(form, "allow_promotion_codes") if "allow_promotion_codes" in form else None,
        "automatic_tax": {
            "enabled": automatic,
            "liability": {"type": "self"} if automatic else None,
            "provider": "stripe" if automatic else None,
            "status": "complete" if automatic else None,
        },
        "expires_at": expires,
        "payment_method_types": list(methods),
    }


def _customer_details(form: dict[str, Any]) -> Object | None:
    email = form.get("customer_email")
    if not email:
        return None
    if "@" not in email:
        raise StripeError(f"Invalid email address: {email}", code="email_invalid", parameter="customer_email")
    return {"address": None, "email": email, "name": None, "phone": None, "tax_exempt": "none", "tax_ids": None}


async def _discounted(store: Store, session: Object, asked: list[dict[str, Any]]) -> Object:
    if not asked:
        return discounts.priced(session)
    if session["allow_promotion_codes"]:
        raise StripeError("You may only specify one of these parameters: allow_promotion_codes, discounts.")
    promotion = await store.require("promotion_code", required(asked[0], "promotion_code"), parameter="discounts")
    return await discounts.apply(store, session, promotion)


async def _keep_hidden(store: Store, form: dict[str, Any], session_id: str, bought: list[Object]) -> None:
    """Keep what belongs to the session and is no part of its object."""
    asked = nested(form, "payment_intent_data")
    allow_only(asked, INTENT_ALLOWED)
    wanted = {name: asked[name] for name in ("receipt_email", "description") if asked.get(name)}
    await store.put(
        {"id": f"{session_id}/intent", "object": "session_intent_data", "data": {"metadata": metadata(asked), **wanted}}
    )
    page = shapes.listing(f"/v1/checkout/sessions/{session_id}/line_items", bought, has_more=False)
    await store.put({"id": f"{session_id}/line_items", "object": "session_line_items", "list": page})
