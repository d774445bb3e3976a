"""Objects of events as six API versions draw them, written from Stripe's changelog and the reference of each.

What an event's object looks like is decided by the version of the endpoint that it is sent to, so that an old endpoint
tells of today's payments in an old shape (docs.stripe.com/changelog).
"""

from typing import Any

Object = dict[str, Any]

VERSIONS = ("2019-12-03", "2020-08-27", "2022-11-15", "2024-06-20", "2025-03-31.basil", "2026-10-28.endive")
MOMENT = 1_790_000_000


def event(version: str, kind: str, item: Object, identifier: str) -> Object:
    """Return the event of type `kind` about `item`, sent to an endpoint of `version`."""
    return {
        "id": identifier,
        "object": "event",
        "api_version": version,
        "created": MOMENT,
        "data": {"object": item},
        "livemode": False,
        "pending_webhooks": 1,
        "request": {"id": "req_1", "idempotency_key": None},
        "type": kind,
    }


def session(version: str, known: Object) -> Object:
    """Return a Checkout Session as `version` draws it, `known` among its members."""
    drawn: Object = {
        "object": "checkout.session",
        "amount_subtotal": 49900,
        "amount_total": 49900,
        "billing_address_collection": None,
        "cancel_url": "https://example.com/",
        "client_reference_id": None,
        "currency": "usd",
        "customer": None,
        "customer_email": "a@example.com",
        "livemode": False,
        "locale": None,
        "metadata": {},
        "mode": "payment",
        "payment_method_types": ["card"],
        "setup_intent": None,
        "shipping_address_collection": None,
        "submit_type": None,
        "subscription": None,
        "success_url": "https://example.com/",
        "total_details": {"amount_discount": 0, "amount_tax": 0},
    }
    if version < "2020-08-27":
        drawn["display_items"] = [
            {"amount": 49900, "currency": "usd", "custom": {"name": "A course"}, "quantity": 1, "type": "custom"}
        ]
    if version < "2025":
        drawn |= {"shipping": None} if version < "2022-11-15" else {"shipping_details": None}
    if version >= "2022-11-15":
        drawn |= {"custom_text": {"shipping_address": None, "submit": None}, "invoice": None, "shipping_cost": None}
        drawn["total_details"]["amount_shipping"] = 0
    if version >= "2024":
        drawn |= {"currency_conversion": None, "custom_fields": [], "ui_mode": "hosted"}
    if version >= "2025":
        drawn |= {"adaptive_pricing": {"enabled": False}, "collected_information": None, "discounts": []}
    if version >= "2026":
        drawn |= {"customer_account": None, "origin_context": None, "ui_mode": "hosted_page"}
    return drawn | known


def charge(version: str, known: Object) -> Object:
    """Return a Charge; until 2022-11-15 its refunds came along, until basil its invoice."""
    drawn: Object = {
        "object": "charge",
        "amount": 49900,
        "amount_captured": 49900,
        "amount_refunded": 0,
        "balance_transaction": "txn_1",
        "billing_details": {"address": None, "email": None, "name": None, "phone": None},
        "captured": True,
        "currency": "usd",
        "disputed": False,
        "metadata": {},
        "paid": True,
        "receipt_url": "https://pay.example/receipt",
        "refunded": False,
        "source": None,
        "status": "succeeded",
    } | known
    if version < "2020-08-27":
        drawn["dispute"] = None
    if version < "2022-11-15":
        back = refund(version, {"id": "re_1", "amount": drawn["amount_refunded"], "charge": drawn["id"]})
        drawn["refunds"] = {
            "object": "list",
            "data": [back] if drawn["amount_refunded"] else [],
            "has_more": False,
            "total_count": 1 if drawn["amount_refunded"] else 0,
            "url": f"/v1/charges/{drawn['id']}/refunds",
        }
    if version < "2025":
        drawn |= {"destination": None, "invoice": None, "order": None}
    return drawn


def refund(version: str, known: Object) -> Object:
    """Return a Refund; what became of it is told in more members from version to version."""
    drawn: Object = {
        "object": "refund",
        "amount": 49900,
        "balance_transaction": "txn_2",
        "charge": "ch_1",
        "created": MOMENT,
        "currency": "usd",
        "metadata": {},
        "payment_intent": None,
        "reason": "requested_by_customer",
        "receipt_number": None,
        "source_transfer_reversal": None,
        "status": "succeeded",
        "transfer_reversal": None,
    }
    if version >= "2024":
        drawn["destination_details"] = {"card": {"reference_status": "pending", "type": "refund"}, "type": "card"}
    if version >= "2026":
        drawn |= {"customer": None, "payment_method": None, "pending_reason": None}
    return drawn | known


def dispute(version: str, known: Object) -> Object:
    """Return a Dispute; the network's code moved into the details of the card, which came with 2022-11-15."""
    drawn: Object = {
        "object": "dispute",
        "amount": 49900,
        "balance_transactions": [],
        "charge": "ch_1",
        "created": MOMENT,
        "currency": "usd",
        "evidence": {},
        "evidence_details": {"due_by": MOMENT, "has_evidence": False, "past_due": False, "submission_count": 0},
        "is_charge_refundable": False,
        "livemode": False,
        "metadata": {},
        "reason": "fraudulent",
    }
    if version < "2022-11-15":
        drawn |= {"balance_transaction": "txn_3", "network_reason_code": "4837"}
    else:
        card: Object = {"brand": "visa", "network_reason_code": "83"}
        drawn["payment_method_details"] = {"card": card, "type": "card"}
        if version >= "2024":
            card["case_type"] = "chargeback"
    if version >= "2025":
        drawn["enhanced_eligibility_types"] = []
    return drawn | known


def invoice(version: str, known: Object) -> Object:
    """Return an Invoice; until basil it named its charge, its intent and its tax itself."""
    drawn: Object = {
        "object": "invoice",
        "amount_due": 49900,
        "amount_paid": 49900,
        "amount_remaining": 0,
        "billing_reason": "manual",
        "currency": "usd",
        "hosted_invoice_url": "https://invoice.example/1",
        "invoice_pdf": "https://invoice.example/1.pdf",
        "lines": {"object": "list", "data": [], "has_more": False, "url": "/v1/invoices/in_1/lines"},
        "metadata": {},
        "status": "paid",
        "total": 49900,
    }
    if version < "2025":
        drawn |= {"charge": "ch_1", "paid": True, "payment_intent": "pi_1", "subscription": None, "tax": None}
    else:
        drawn |= {"confirmation_secret": None, "parent": None, "total_taxes": []}
    if version < "2020-08-27":
        drawn["tax_percent"] = None
    return drawn | known


# The object that each type of event is about, by how the type begins; the longer beginning first.
DRAWN = {
    "checkout.session": session,
    "charge.dispute": dispute,
    "charge.refund.": refund,
    "refund": refund,
    "charge": charge,
    "invoice": invoice,
}


def drawn(version: str, kind: str, identifier: str, **known: Any) -> Object:
    """Return an event of a handled type as `version` draws it, `known` among its object's members."""
    draw = next(draw for prefix, draw in DRAWN.items() if kind.startswith(prefix))
    return event(version, kind, draw(version, known), identifier)
