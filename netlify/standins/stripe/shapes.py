"""Objects as Stripe draws them in API version 2026-10-28.endive: the members its documentation lists."""

from typing import Any

from netlify.standins.stripe.store import Object, new_id, now

API_VERSION = "2026-10-28.endive"
SESSION_SECONDS = 24 * 3600
CUSTOM_TEXT: Object = dict.fromkeys(("after_submit", "shipping_address", "submit", "terms_of_service_acceptance"), None)
NO_ADDRESS: Object = dict.fromkeys(("city", "country", "line1", "line2", "postal_code", "state"), None)


def session(amount_subtotal: int, currency: str, **given: Any) -> Object:
    """Return an open Checkout Session in mode `payment`; `given` are the members that the caller chose."""
    return {
        "id": new_id("cs_test_"),
        "object": "checkout.session",
        "adaptive_pricing": None,
        "after_expiration": None,
        "allow_promotion_codes": None,
        "amount_subtotal": amount_subtotal,
        "amount_total": amount_subtotal,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None,
        "cancel_url": None,
        "client_reference_id": None,
        "client_secret": None,
        "consent": None,
        "consent_collection": None,
        "created": now(),
        "currency": currency,
        "currency_conversion": None,
        "custom_fields": [],
        "custom_text": CUSTOM_TEXT,
        "customer": None,
        "customer_creation": "if_required",
        "customer_account": None,
        "customer_details": None,
        "customer_email": None,
        "discounts": [],
        "expires_at": now() + SESSION_SECONDS,
        "invoice": None,
        "invoice_creation": None,
        "livemode": False,
        "locale": None,
        "metadata": {},
        "mode": "payment",
        "origin_context": None,
        "payment_intent": None,
        "payment_link": None,
        "payment_method_collection": "if_required",
        "payment_method_configuration_details": None,
        "payment_method_options": {},
        "payment_method_types": ["card", "us_bank_account"],
        "payment_status": "unpaid",
        "phone_number_collection": {"enabled": False},
        "recovered_from": None,
        "redirect_on_completion": "always",
        "saved_payment_method_options": None,
        "setup_intent": None,
        "shipping_address_collection": None,
        "shipping_cost": None,
        "shipping_options": [],
        "status": "open",
        "submit_type": None,
        "subscription": None,
        "success_url": None,
        "tax_id_collection": {"enabled": False, "required": "never"},
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": None,
        "wallet_options": None,
        **given,
    }


def event(kind: str, item: Object, previous: Object | None, request_id: str | None, key: str | None) -> Object:
    """Return the Event that tells of `item` as it is now."""
    told = {"object": item} | ({"previous_attributes": previous} if previous else {})
    return {
        "id": new_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": now(),
        "data": told,
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": request_id, "idempotency_key": key},
        "type": kind,
    }


def customer_details(email: str | None) -> Object:
    """Return what a session knows of its buyer before anything was typed."""
    return {
        "address": None,
        "business_name": None,
        "email": email,
        "individual_name": None,
        "name": None,
        "phone": None,
        "tax_exempt": "none",
        "tax_ids": None,
    }


def line_item(priced: Object, name: str, amount: int, quantity: int) -> Object:
    """Return a LineItem of a Checkout Session, before discounts and tax."""
    return {
        "id": new_id("li_"),
        "object": "item",
        "adjustable_quantity": None,
        "amount_discount": 0,
        "amount_subtotal": amount,
        "amount_tax": 0,
        "amount_total": amount,
        "currency": priced["currency"],
        "description": name,
        "metadata": {},
        "price": priced,
        "quantity": quantity,
    }


def listing(url: str, items: list[Object], *, has_more: bool) -> Object:
    """Return a page of a list."""
    return {"object": "list", "data": items, "has_more": has_more, "url": url}
