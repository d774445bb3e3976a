"""Objects as Stripe draws them in API version 2026-10-28.endive: the members its documentation lists."""

from typing import Any

from netlify.standins.stripe.store import Object, new_id, now

API_VERSION = "2026-10-28.endive"
SESSION_SECONDS = 24 * 3600


def price(identifier: str, product: str, amount: int, currency: str) -> Object:
    """Return a one-time Price."""
    return {
        "id": identifier, "object": "price", "active": True, "billing_scheme": "per_unit", "created": now(),
        "currency": currency, "custom_unit_amount": None, "livemode": False, "lookup_key": None, "metadata": {},
        "nickname": None, "product": product, "recurring": None, "tax_behavior": "exclusive", "tiers_mode": None,
        "transform_quantity": None, "type": "one_time", "unit_amount": amount, "unit_amount_decimal": str(amount),
    }  # fmt: skip


def by_volume(priced: Object, one: int, tiers: tuple[tuple[int, int], ...]) -> Object:
    """Return the price with Stripe's tiers by volume: what each costs depends on how many are bought."""
    amounts = [one, *(amount for _, amount in tiers)]
    ends = [*(start - 1 for start, _ in tiers), None]
    made = [tier(amount, end) for amount, end in zip(amounts, ends, strict=True)]
    nothing = {"unit_amount": None, "unit_amount_decimal": None}
    return priced | nothing | {"billing_scheme": "tiered", "tiers_mode": "volume", "tiers": made}


def tier(amount: int, up_to: int | None) -> Object:
    """Return one tier of a price; the last has no end."""
    return {
        "flat_amount": None,
        "flat_amount_decimal": None,
        "unit_amount": amount,
        "unit_amount_decimal": str(amount),
        "up_to": up_to,
    }


def unit_amount(priced: Object, quantity: int) -> int:
    """Return what each of so many costs."""
    if priced["tiers_mode"] is None:
        return priced["unit_amount"]
    return next(one["unit_amount"] for one in priced["tiers"] if one["up_to"] is None or quantity <= one["up_to"])


def product(identifier: str, name: str) -> Object:
    """Return a Product."""
    return {
        "id": identifier, "object": "product", "active": True, "created": now(), "default_price": None,
        "description": None, "images": [], "livemode": False, "metadata": {}, "name": name, "tax_code": None,
        "updated": now(),
    }  # fmt: skip


def session(amount_subtotal: int, currency: str, **given: Any) -> Object:
    """Return an open Checkout Session in mode `payment`; `given` are the members that the caller chose."""
    return {
        "id": new_id("cs_test_"), "object": "checkout.session", "adaptive_pricing": None, "after_expiration": None,
        "allow_promotion_codes": None, "amount_subtotal": amount_subtotal, "amount_total": amount_subtotal,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "billing_address_collection": None, "cancel_url": None, "client_reference_id": None, "client_secret": None,
        "consent": None, "consent_collection": None, "created": now(), "currency": currency,
        "currency_conversion": None, "custom_fields": [], "custom_text": {}, "customer": None,
        "customer_creation": "if_required", "customer_details": None, "customer_email": None, "discounts": [],
        "expires_at": now() + SESSION_SECONDS, "invoice": None, "invoice_creation": None, "livemode": False,
        "locale": None, "metadata": {}, "mode": "payment", "payment_intent": None, "payment_link": None,
        "payment_method_collection": "if_required", "payment_method_configuration_details": None,
        "payment_method_options": {}, "payment_method_types": ["card", "us_bank_account"],
        "payment_status": "unpaid", "phone_number_collection": {"enabled": False}, "recovered_from": None,
        "saved_payment_method_options": None, "setup_intent": None, "shipping_address_collection": None,
        "shipping_cost": None, "shipping_options": [], "status": "open", "submit_type": None, "subscription": None,
        "success_url": None, "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page", "url": None, "wallet_options": None, **given,
    }  # fmt: skip


def payment_intent(amount: int, currency: str, **given: Any) -> Object:
    """Return a PaymentIntent that waits for a payment method."""
    identifier = new_id("pi_")
    return {
        "id": identifier, "object": "payment_intent", "amount": amount, "amount_capturable": 0,
        "amount_details": {"tip": {}}, "amount_received": 0, "application": None, "application_fee_amount": None,
        "automatic_payment_methods": None, "canceled_at": None, "cancellation_reason": None,
        "capture_method": "automatic_async", "client_secret": new_id(f"{identifier}_secret_"),
        "confirmation_method": "automatic", "created": now(), "currency": currency, "customer": None,
        "description": None, "last_payment_error": None, "latest_charge": None, "livemode": False, "metadata": {},
        "next_action": None, "on_behalf_of": None, "payment_method": None,
        "payment_method_options": {"card": {"request_three_d_secure": "automatic"}},
        "payment_method_types": ["card", "us_bank_account"], "processing": None, "receipt_email": None,
        "review": None, "setup_future_usage": None, "shipping": None, "source": None,
        "statement_descriptor": None, "statement_descriptor_suffix": None, "status": "requires_payment_method",
        "transfer_data": None, "transfer_group": None, **given,
    }  # fmt: skip


def charge(intent: Object, **given: Any) -> Object:
    """Return a Charge of the whole of `intent`, pending until told otherwise."""
    return {
        "id": new_id("ch_" if given.get("status") != "pending" else "py_"), "object": "charge",
        "amount": intent["amount"], "amount_captured": 0, "amount_refunded": 0, "application": None,
        "application_fee": None, "application_fee_amount": None, "balance_transaction": None,
        "billing_details": {"address": None, "email": intent["receipt_email"], "name": None, "phone": None},
        "calculated_statement_descriptor": "MASTERCLASS", "captured": False, "created": now(),
        "currency": intent["currency"], "customer": None, "description": intent["description"], "disputed": False,
        "failure_balance_transaction": None, "failure_code": None, "failure_message": None, "fraud_details": {},
        "livemode": False, "metadata": dict(intent["metadata"]), "on_behalf_of": None, "outcome": None,
        "paid": False, "payment_intent": intent["id"], "payment_method": new_id("pm_"),
        "payment_method_details": {}, "receipt_email": intent["receipt_email"], "receipt_number": None,
        "receipt_url": None, "refunded": False, "review": None, "shipping": None, "source": None,
        "source_transfer": None, "statement_descriptor": None, "statement_descriptor_suffix": None,
        "status": "pending", "transfer_data": None, "transfer_group": None, **given,
    }  # fmt: skip


def refund(charged: Object, amount: int, **given: Any) -> Object:
    """Return a Refund of `amount` of the charge."""
    return {
        "id": new_id("re_"), "object": "refund", "amount": amount, "balance_transaction": new_id("txn_"),
        "charge": charged["id"], "created": now(), "currency": charged["currency"],
        "destination_details": {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"},
        "metadata": {}, "payment_intent": charged["payment_intent"], "reason": None, "receipt_number": None,
        "source_transfer_reversal": None, "status": "succeeded", "transfer_reversal": None, **given,
    }  # fmt: skip


def dispute(charged: Object, **given: Any) -> Object:
    """Return a Dispute of the whole charge that wants a response."""
    return {
        "id": new_id("dp_"), "object": "dispute", "amount": charged["amount"], "balance_transactions": [],
        "charge": charged["id"], "created": now(), "currency": charged["currency"],
        "enhanced_eligibility_types": [], "evidence": {},
        "evidence_details": {"due_by": now() + 7 * 86400, "enhanced_eligibility": {}, "has_evidence": False,
                             "past_due": False, "submission_count": 0},
        "is_charge_refundable": False, "livemode": False, "metadata": {},
        "payment_intent": charged["payment_intent"],
        "payment_method_details": {"card": {"brand": "visa", "case_type": "chargeback",
                                            "network_reason_code": "10"}, "type": "card"},
        "reason": "fraudulent", "status": "needs_response", **given,
    }  # fmt: skip


def coupon(identifier: str, percent_off: float | None, amount_off: int | None, currency: str | None) -> Object:
    """Return a Coupon that can be used once a purchase."""
    return {
        "id": identifier, "object": "coupon", "amount_off": amount_off, "created": now(), "currency": currency,
        "duration": "once", "duration_in_months": None, "livemode": False, "max_redemptions": None, "metadata": {},
        "name": None, "percent_off": percent_off, "redeem_by": None, "times_redeemed": 0, "valid": True,
    }  # fmt: skip


def promotion_code(code: str, coupon_id: str) -> Object:
    """Return the PromotionCode that a customer types to get the coupon."""
    return {
        "id": new_id("promo_"), "object": "promotion_code", "active": True, "code": code, "created": now(),
        "customer": None, "expires_at": None, "livemode": False, "max_redemptions": None, "metadata": {},
        "promotion": {"coupon": coupon_id, "type": "coupon"},
        "restrictions": {"first_time_transaction": False, "minimum_amount": None,
                         "minimum_amount_currency": None},
        "times_redeemed": 0,
    }  # fmt: skip


def event(kind: str, item: Object, previous: Object | None, request_id: str | None, key: str | None) -> Object:
    """Return the Event that tells of `item` as it is now."""
    told = {"object": item} | ({"previous_attributes": previous} if previous else {})
    return {
        "id": new_id("evt_"), "object": "event", "api_version": API_VERSION, "created": now(), "data": told,
        "livemode": False, "pending_webhooks": 1, "request": {"id": request_id, "idempotency_key": key},
        "type": kind,
    }  # fmt: skip


def line_item(session_id: str, priced: Object, quantity: int) -> Object:
    """Return a LineItem of a Checkout Session, before discounts and tax."""
    amount = unit_amount(priced, quantity) * quantity
    return {
        "id": f"li_{session_id[-24:]}", "object": "item", "adjustable_quantity": None, "amount_discount": 0,
        "amount_subtotal": amount, "amount_tax": 0, "amount_total": amount, "currency": priced["currency"],
        "description": None, "metadata": {}, "price": priced, "quantity": quantity,
    }  # fmt: skip


def listing(url: str, items: list[Object], *, has_more: bool) -> Object:
    """Return a page of a list."""
    return {"object": "list", "data": items, "has_more": has_more, "url": url}
