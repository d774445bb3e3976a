"""How money moves for a payment intent: charged, declined, waiting for a bank, collected."""

from typing import NamedTuple

from netlify.standins.stripe import charge_shapes, ledger, money_shapes
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store


class Card(NamedTuple):
    """One of Stripe's test cards and what it is for (docs.stripe.com/testing)."""

    decline_code: str = ""
    message: str = ""
    afterwards: str = ""


_DECLINED = "Your card was declined."
CARDS = {
    "4242424242424242": Card(),
    "5555555555554444": Card(),
    "378282246310005": Card(),
    "4000000000000002": Card("generic_decline", _DECLINED),
    "4000000000009995": Card("insufficient_funds", "Your card has insufficient funds."),
    "4000000000000069": Card("expired_card", "Your card has expired."),
    "4000000000000127": Card("incorrect_cvc", "Your card's security code is incorrect."),
    "4000000000000259": Card(afterwards="dispute"),
    "4000000000001976": Card(afterwards="inquiry"),
    "4000000000005126": Card(afterwards="refunds fail"),
    "4000000000007726": Card(afterwards="refunds wait"),
}
UNKNOWN_CARD = Card("generic_decline", "Your card was declined. This is a test: use a test card.")
ACCOUNT_THAT_WAITS = "000000000009"  # stays in processing for good (docs.stripe.com/payments/ach-direct-debit)
ACCOUNTS_THAT_FAIL = {"000111111116", "000111111113", "000222222227"}


async def intent_of(store: Store, session: Object) -> Object:
    """Return the session's payment intent, made at the first attempt to pay, for what is owed now."""
    if session["payment_intent"]:
        intent = await store.require("payment_intent", session["payment_intent"], lock=True)
        return intent | {"amount": session["amount_total"], "currency": session["currency"]}
    asked = await store.require("session_intent_data", f"{session['id']}/intent")
    intent = await store.put(
        charge_shapes.payment_intent(session["amount_total"], session["currency"], **asked["data"])
    )
    session["payment_intent"] = intent["id"]
    await store.put(session)
    await tell(store, "payment_intent.created", intent)
    return intent


async def charge_card(store: Store, intent: Object, number: str, billing: Object, origin: str) -> tuple[Card, str]:
    """Charge the card; return what it is and the charge's id (a declined one's charge has failed)."""
    card = CARDS.get(number, UNKNOWN_CARD)
    charged = await _charge_by(store, intent, "card", _card(number), billing)
    if card.decline_code:
        code = card.decline_code if card.decline_code in {"expired_card", "incorrect_cvc"} else "card_declined"
        await fail(store, intent, charged, code, card.message, card.decline_code)
        return card, charged["id"]
    if card.afterwards.startswith("refunds"):
        charged["metadata"]["test_card"] = card.afterwards
    await collect(store, intent, charged, origin)
    return card, charged["id"]


async def begin_debit(store: Store, intent: Object, account: str, billing: Object) -> None:
    """Ask a bank for the money: the charge is pending until the bank answers."""
    details = {
        "account_holder_type": "individual",
        "account_type": "checking",
        "bank_name": "STRIPE TEST BANK",
        "fingerprint": "FFDMA0xfhBjWSZLu",
        "last4": account[-4:],
        "routing_number": "110000000",
    }
    charged = await _charge_by(store, intent, "us_bank_account", details, billing)
    intent |= {"latest_charge": charged["id"], "status": "processing"}
    intent["payment_method"] = charged["payment_method"]
    await store.put(charged)
    await store.put(intent)
    await tell(store, "payment_intent.processing", intent)
    await tell(store, "charge.pending", charged)


async def collect(store: Store, intent: Object, charged: Object, origin: str) -> None:
    """Let the money arrive; as with automatic_async capture, its balance transaction is told a moment later."""
    charged |= {
        "amount_captured": charged["amount"],
        "captured": True,
        "outcome": _outcome("authorized", "approved_by_network", "Payment complete."),
        "paid": True,
        "receipt_url": f"{origin}/receipts/{charged['id']}",
        "status": "succeeded",
    }
    intent |= {
        "amount_received": intent["amount"],
        "last_payment_error": None,
        "latest_charge": charged["id"],
        "payment_method": charged["payment_method"],
        "status": "succeeded",
    }
    await store.put(charged)
    await store.put(intent)
    await tell(store, "charge.succeeded", charged)
    await tell(store, "payment_intent.succeeded", intent)
    charged["balance_transaction"] = await ledger.book_charge(store, charged)
    await store.put(charged)
    await tell(store, "charge.updated", charged, {"balance_transaction": None})


async def fail(
    store: Store, intent: Object, charged: Object, code: str, message: str, decline_code: str | None = None
) -> None:
    """Let the charge fail; the intent waits for another way to pay."""
    told = _outcome("issuer_declined", "declined_by_network", "The bank did not return any further details.")
    charged |= {"failure_code": code, "failure_message": message, "outcome": told, "status": "failed"}
    error = {
        "charge": charged["id"],
        "code": code,
        "decline_code": decline_code,
        "message": message,
        "type": "card_error" if decline_code else "api_error",
    }
    intent |= {"last_payment_error": error, "latest_charge": charged["id"], "status": "requires_payment_method"}
    intent["payment_method"] = None
    await store.put(charged)
    await store.put(intent)
    await tell(store, "charge.failed", charged)
    await tell(store, "payment_intent.payment_failed", intent)


async def _charge_by(store: Store, intent: Object, kind: str, details: Object, billing: Object) -> Object:
    """Return a new pending charge of the whole intent, paid by a method that is kept."""
    method = await store.put(money_shapes.payment_method(kind, _kept(kind, details), billing))
    return charge_shapes.charge(
        intent,
        kind=kind,
        billing_details=billing | {"email": billing["email"] or intent["receipt_email"]},
        payment_method=method["id"],
        payment_method_details={kind: details, "type": kind},
    )


def _kept(kind: str, details: Object) -> Object:
    if kind == "card":
        return {**details, "networks": None, "generated_from": None, "three_d_secure_usage": {"supported": True}}
    return {**details, "financial_connections_account": None, "networks": None, "status_details": None}


def _card(number: str) -> Object:
    brand = {"3": "amex", "5": "mastercard"}.get(number[:1], "visa")
    return {
        "brand": brand,
        "checks": {"address_line1_check": None, "address_postal_code_check": "pass", "cvc_check": "pass"},
        "country": "US",
        "exp_month": 12,
        "exp_year": 2034,
        "fingerprint": "Xt5EWLLDS7FJjR1c",
        "funding": "credit",
        "last4": number[-4:],
        "wallet": None,
    }


def _outcome(kind: str, network: str, message: str) -> Object:
    return {
        "network_status": network,
        "reason": None,
        "risk_level": "normal",
        "seller_message": message,
        "type": kind,
    }
