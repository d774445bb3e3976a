"""What money leaves behind, as Stripe draws it: balance transactions, payment methods, customers, invoices."""

from typing import Any

from netlify.standins.stripe.shapes import NO_ADDRESS, listing
from netlify.standins.stripe.store import Object, member, members, new_id, now

SETTLES_AFTER_SECONDS = 2 * 86400


def balance_transaction(amount: int, currency: str, source: str, kind: str, fee: int = 0) -> Object:
    """Return the BalanceTransaction of `amount` (negative: it left the balance) that `source` caused."""
    fees = [
        {"amount": fee, "application": None, "currency": currency, "description": "Stripe fees", "type": "stripe_fee"}
    ]
    return {
        "id": new_id("txn_"),
        "object": "balance_transaction",
        "amount": amount,
        "available_on": now() + SETTLES_AFTER_SECONDS,
        "balance_type": "payments",
        "created": now(),
        "currency": currency,
        "description": None,
        "exchange_rate": None,
        "fee": fee,
        "fee_details": fees if fee else [],
        "net": amount - fee,
        "reporting_category": "dispute" if kind == "adjustment" else kind.removeprefix("payment_"),
        "source": source,
        "status": "pending",
        "type": kind,
    }


def payment_method(kind: str, details: Object, billing: Object) -> Object:
    """Return the PaymentMethod that was used once: a card or a bank account."""
    return {
        "id": new_id("pm_"),
        "object": "payment_method",
        "allow_redisplay": "limited",
        "billing_details": billing,
        "created": now(),
        "customer": None,
        kind: details,
        "livemode": False,
        "metadata": {},
        "type": kind,
    }


def customer(email: str | None, name: str | None, address: Object | None) -> Object:
    """Return the Customer that an invoice is made out to."""
    return {
        "id": new_id("cus_"),
        "object": "customer",
        "address": address,
        "balance": 0,
        "created": now(),
        "currency": None,
        "default_source": None,
        "delinquent": False,
        "description": None,
        "email": email,
        "invoice_prefix": new_id("")[:8].upper(),
        "invoice_settings": {
            "custom_fields": None,
            "default_payment_method": None,
            "footer": None,
            "rendering_options": None,
        },
        "livemode": False,
        "metadata": {},
        "name": name,
        "next_invoice_sequence": 2,
        "phone": None,
        "preferred_locales": [],
        "shipping": None,
        "tax_exempt": "none",
        "test_clock": None,
    }


def invoice(identifier: str, owner: Object, session: Object, lines: list[Object]) -> Object:
    """Return the paid Invoice of a completed session."""
    total, details = session["amount_total"], session["total_details"]
    asked = session["invoice_creation"]["invoice_data"]
    untaxed = total - details["amount_tax"]
    return _blank_invoice(identifier) | {
        "amount_due": total,
        "amount_paid": total,
        "currency": session["currency"],
        "custom_fields": asked["custom_fields"],
        "customer": owner["id"],
        "customer_address": owner["address"],
        "customer_email": owner["email"],
        "customer_name": owner["name"],
        "customer_tax_ids": members(member(session, "customer_details"), "tax_ids"),
        "description": asked["description"],
        "footer": asked["footer"],
        "lines": listing(f"/v1/invoices/{identifier}/lines", lines, has_more=False),
        "metadata": asked["metadata"] or {},
        "number": f"{owner['invoice_prefix']}-0001",
        "subtotal": session["amount_subtotal"],
        "subtotal_excluding_tax": session["amount_subtotal"],
        "total": total,
        "total_excluding_tax": untaxed,
    }


def invoice_line(item: Object, invoice_id: str) -> Object:
    """Return the invoice's line for a session's line item."""
    priced = item["price"]
    return {
        "id": new_id("il_"),
        "object": "line_item",
        "amount": item["amount_subtotal"],
        "currency": item["currency"],
        "description": item["description"],
        "discount_amounts": [],
        "discountable": True,
        "discounts": [],
        "invoice": invoice_id,
        "livemode": False,
        "metadata": {},
        "parent": None,
        "period": {"end": now(), "start": now()},
        "pretax_credit_amounts": [],
        "pricing": {
            "price_details": {"price": priced["id"], "product": priced["product"]},
            "type": "price_details",
            "unit_amount_decimal": priced["unit_amount_decimal"],
        },
        "quantity": item["quantity"],
        "quantity_decimal": str(item["quantity"]),
        "subtotal": item["amount_subtotal"],
        "subscription": None,
        "taxes": [],
    }


def address(given: Object) -> Object:
    """Return an Address with every member, from those that were given."""
    return NO_ADDRESS | {name: given[name] for name in NO_ADDRESS if given.get(name)}


_ABSENT = (
    "account_tax_ids", "application", "automatically_finalizes_at", "confirmation_secret", "customer_account",
    "customer_phone", "customer_shipping", "default_payment_method", "default_source", "due_date", "from_invoice",
    "hosted_invoice_url", "invoice_pdf", "last_finalization_error", "latest_revision", "next_payment_attempt",
    "on_behalf_of", "parent", "receipt_number", "rendering", "shipping_cost", "shipping_details",
    "statement_descriptor", "test_clock",
)  # fmt: skip
_ZERO = (
    "amount_overpaid", "amount_remaining", "amount_shipping", "attempt_count", "ending_balance",
    "post_payment_credit_notes_amount", "pre_payment_credit_notes_amount", "starting_balance",
)  # fmt: skip


def _blank_invoice(identifier: str) -> Object:
    happened: Any = dict.fromkeys(("finalized_at", "paid_at"), now())
    return {
        **dict.fromkeys(_ABSENT, None),
        **dict.fromkeys(_ZERO, 0),
        "id": identifier,
        "object": "invoice",
        "account_country": "US",
        "account_name": "Masterclass",
        "attempted": True,
        "auto_advance": False,
        "automatic_tax": {
            "disabled_reason": None,
            "enabled": False,
            "liability": None,
            "provider": None,
            "status": None,
        },
        "billing_reason": "manual",
        "collection_method": "charge_automatically",
        "created": now(),
        "customer_tax_exempt": "none",
        "default_tax_rates": [],
        "discounts": [],
        "effective_at": now(),
        "issuer": {"type": "self"},
        "livemode": False,
        "payment_settings": {
            "default_mandate": None,
            "payment_method_options": None,
            "payment_method_types": None,
        },
        "period_end": now(),
        "period_start": now(),
        "status": "paid",
        "status_transitions": {**happened, "marked_uncollectible_at": None, "voided_at": None},
        "total_discount_amounts": [],
        "total_pretax_credit_amounts": [],
        "total_taxes": [],
    }
