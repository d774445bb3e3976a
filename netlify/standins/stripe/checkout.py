"""What can happen to a checkout session: paid, declined, waiting for a bank, settled, expired."""

from typing import NamedTuple

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store, new_id, now


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
ACCOUNT_THAT_WAITS = "000000000009"  # stays in processing for good (docs.stripe.com/payments/ach-direct-debit)
ACCOUNTS_THAT_FAIL = {"000111111116", "000111111113", "000222222227"}


async def open_session(store: Store, session_id: str) -> Object:
    """Return the session, locked; raises StripeError when it is no longer open."""
    session = await store.require("checkout.session", session_id, lock=True)
    if session["status"] == "open" and session["expires_at"] <= now():
        session = await expire(store, session)
    if session["status"] != "open":
        raise StripeError(f"This checkout session is {session['status']}.", parameter="session")
    return session


async def pay_with_card(store: Store, session: Object, number: str, origin: str) -> Card | None:
    """Charge the card; return None when that worked, else the card that was declined (the session stays open)."""
    card = CARDS.get(number, Card("generic_decline", "Your card was declined. This is a test: use a test card."))
    intent = await _intent_of(store, session)
    details = {
        "card": {
            "brand": _brand(number),
            "country": "US",
            "exp_month": 12,
            "exp_year": 2034,
            "funding": "credit",
            "last4": number[-4:],
        },
        "type": "card",
    }
    if card.decline_code:
        await _decline(store, session, intent, details, card)
        return card
    charged = shapes.charge(intent, status="succeeded", payment_method_details=details)
    if card.afterwards.startswith("refunds"):
        charged["metadata"]["test_card"] = card.afterwards
    await _collect(store, intent, charged, origin)
    session["payment_status"] = "paid"
    await _complete(store, session)
    if card.afterwards in {"dispute", "inquiry"}:
        await store.set_timer(card.afterwards, charged["id"], 1.0)
    return None


async def pay_from_bank(store: Store, session: Object, account: str, settle_seconds: float) -> None:
    """Start a bank debit: the session completes unpaid, and the money comes, or fails to, later."""
    intent = await _intent_of(store, session)
    intent["status"] = "processing"
    await store.put(intent)
    await tell(store, "payment_intent.processing", intent)
    await _complete(store, session)
    if account == ACCOUNT_THAT_WAITS:
        return
    action = "debit fails" if account in ACCOUNTS_THAT_FAIL else "debit settles"
    await store.set_timer(action, session["id"], settle_seconds)


async def pay_nothing(store: Store, session: Object) -> None:
    """Complete a session that a discount left free: no payment intent is ever made."""
    session["payment_status"] = "no_payment_required"
    await _complete(store, session)


async def settle_debit(store: Store, session_id: str, origin: str, *, succeeds: bool) -> None:
    """Let the bank answer for a completed session; does nothing when it has answered already."""
    session = await store.require("checkout.session", session_id, lock=True)
    if session["status"] != "complete" or session["payment_status"] != "unpaid":
        return
    intent = await store.require("payment_intent", session["payment_intent"], lock=True)
    if intent["status"] != "processing":
        return
    details = {"type": "us_bank_account", "us_bank_account": {"bank_name": "STRIPE TEST BANK", "last4": "6789"}}
    if succeeds:
        await _collect(store, intent, shapes.charge(intent, status="pending", payment_method_details=details), origin)
        session["payment_status"] = "paid"
    else:
        await _fail(
            store,
            intent,
            shapes.charge(intent, payment_method_details=details),
            "payment_method_bank_account",
            "The bank returned the debit.",
        )
    await store.put(session)
    outcome = "succeeded" if succeeds else "failed"
    await tell(store, f"checkout.session.async_payment_{outcome}", session)


async def expire(store: Store, session: Object) -> Object:
    """Close an open session for good."""
    session |= {"status": "expired", "url": None}
    await store.put(session)
    await tell(store, "checkout.session.expired", session)
    return session


async def _intent_of(store: Store, session: Object) -> Object:
    """Return the session's payment intent, made at the first attempt to pay, for what is owed now."""
    if session["payment_intent"]:
        intent = await store.require("payment_intent", session["payment_intent"], lock=True)
        intent["amount"] = session["amount_total"]
        return intent
    asked = await store.require("session_intent_data", f"{session['id']}/intent")
    intent = await store.put(shapes.payment_intent(session["amount_total"], session["currency"], **asked["data"]))
    session["payment_intent"] = intent["id"]
    await store.put(session)
    await tell(store, "payment_intent.created", intent)
    return intent


async def _collect(store: Store, intent: Object, charged: Object, origin: str) -> None:
    outcome = {
        "network_status": "approved_by_network",
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
    charged |= {
        "amount_captured": charged["amount"],
        "balance_transaction": new_id("txn_"),
        "captured": True,
        "outcome": outcome,
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


async def _decline(store: Store, session: Object, intent: Object, details: Object, card: Card) -> None:
    code = card.decline_code if card.decline_code in {"expired_card", "incorrect_cvc"} else "card_declined"
    charged = shapes.charge(intent, status="failed", payment_method_details=details)
    await _fail(store, intent, charged, code, card.message, card.decline_code)
    await store.put(session)


async def _fail(
    store: Store, intent: Object, charged: Object, code: str, message: str, decline_code: str | None = None
) -> None:
    charged |= {"failure_code": code, "failure_message": message, "status": "failed"}
    error = {
        "charge": charged["id"],
        "code": code,
        "decline_code": decline_code,
        "message": message,
        "type": "card_error" if decline_code else "api_error",
    }
    intent |= {"last_payment_error": error, "latest_charge": charged["id"], "status": "requires_payment_method"}
    await store.put(charged)
    await store.put(intent)
    await tell(store, "charge.failed", charged)
    await tell(store, "payment_intent.payment_failed", intent)


async def _complete(store: Store, session: Object) -> None:
    session |= {"status": "complete", "url": None}
    session["customer_details"] = {
        **(session["customer_details"] or {}),
        "email": session["customer_email"],
        "tax_exempt": "none",
        "tax_ids": [],
    }
    await store.put(session)
    await tell(store, "checkout.session.completed", session)


def _brand(number: str) -> str:
    return {"3": "amex", "5": "mastercard"}.get(number[:1], "visa")
