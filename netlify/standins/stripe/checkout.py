"""What can happen to a checkout session: paid, declined, waiting for a bank, settled, expired, changed by others."""

from netlify.standins.stripe import discounts, invoices, money_shapes, payments, pricing, shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.payments import ACCOUNT_THAT_WAITS, ACCOUNTS_THAT_FAIL, Card
from netlify.standins.stripe.store import Object, Store, member, new_id, now

RECOVERY_SECONDS = 30 * 86400
# Where a buyer is who types no address: tax is only known once there is one.
ASSUMED_ADDRESS = {"country": "US", "postal_code": "10001", "state": "NY"}


async def open_session(store: Store, session_id: str) -> Object:
    """Return the session, locked; raises StripeError when it is no longer open."""
    session = await store.require("checkout.session", session_id, lock=True)
    if session["status"] == "open" and session["expires_at"] <= now():
        session = await expire(store, session)
    if session["status"] != "open":
        raise StripeError(f"This checkout session is {session['status']}.", parameter="session")
    return session


async def identify(store: Store, session: Object, buyer: Object) -> Object:
    """Take down who buys (`name`, `address`, `tax_id`, `accepts_terms`); tax is counted once there is an address."""
    if member(session, "consent_collection").get("terms_of_service") == "required":
        if not buyer.get("accepts_terms", True):
            raise StripeError("Agree to the terms of service.", parameter="consent")
        session["consent"] = {"promotions": None, "terms_of_service": "accepted"}
    tax_id = buyer.get("tax_id") if session["tax_id_collection"]["enabled"] else None
    session["customer_details"] = shapes.customer_details(session["customer_email"]) | {
        "address": money_shapes.address({**ASSUMED_ADDRESS, **member(buyer, "address")}),
        "business_name": buyer.get("business"),
        "individual_name": buyer.get("name"),
        "name": buyer.get("business") or buyer.get("name"),
        "tax_ids": [{"type": "us_ein", "value": tax_id}] if tax_id else [],
    }
    if session["automatic_tax"]["enabled"]:
        session["automatic_tax"]["status"] = "complete"
    return await discounts.reprice(store, session)


async def pay_with_card(store: Store, session: Object, number: str, origin: str) -> Card | None:
    """Charge the card; return None when that worked, else the card that was declined (the session stays open)."""
    intent = await payments.intent_of(store, session)
    card, charge_id = await payments.charge_card(store, intent, number, _billing(session), origin)
    if card.decline_code:
        await store.put(session)
        return card
    session["payment_status"] = "paid"
    await _complete(store, session, origin)
    if card.afterwards in {"dispute", "inquiry"}:
        await store.set_timer(card.afterwards, charge_id, 1.0)
    return None


async def pay_from_bank(store: Store, session: Object, account: str, settle_seconds: float, origin: str) -> None:
    """Start a bank debit: the session completes unpaid, and the money comes, or fails to, later."""
    intent = await payments.intent_of(store, session)
    await payments.begin_debit(store, intent, account, _billing(session))
    await _complete(store, session, origin)
    action = "debit fails" if account in ACCOUNTS_THAT_FAIL else "debit settles"
    if account != ACCOUNT_THAT_WAITS:
        await store.set_timer(action, session["id"], settle_seconds)


async def pay_nothing(store: Store, session: Object, origin: str) -> None:
    """Complete a session that a discount left free: no payment intent is ever made."""
    session["payment_status"] = "no_payment_required"
    await _complete(store, session, origin)


async def settle_debit(store: Store, session_id: str, origin: str, *, succeeds: bool) -> None:
    """Let the bank answer for a completed session; does nothing when it has answered already."""
    session = await store.require("checkout.session", session_id, lock=True)
    if session["status"] != "complete" or session["payment_status"] != "unpaid":
        return
    intent = await store.require("payment_intent", session["payment_intent"], lock=True)
    if intent["status"] != "processing":
        return
    charged = await store.require("charge", intent["latest_charge"], lock=True)
    if succeeds:
        await payments.collect(store, intent, charged, origin)
        session["payment_status"] = "paid"
        await invoices.make_out(store, session, origin)
    else:
        await payments.fail(store, intent, charged, "payment_method_bank_account", "The bank returned the debit.")
    await store.put(session)
    outcome = "succeeded" if succeeds else "failed"
    await tell(store, f"checkout.session.async_payment_{outcome}", session)


async def expire(store: Store, session: Object) -> Object:
    """Close an open session for good, with a way to begin again where that was asked for."""
    recovery = member(member(session, "after_expiration"), "recovery")
    if recovery.get("enabled"):
        base = session["url"].rpartition("/pay/")[0]
        recovery |= {"expires_at": now() + RECOVERY_SECONDS, "url": f"{base}/recover/{session['id']}"}
    session |= {"status": "expired", "url": None}
    await store.put(session)
    await tell(store, "checkout.session.expired", session)
    return session


async def recover(store: Store, expired: Object) -> Object:
    """Return a new open session like the one that expired."""
    identifier = new_id("cs_test_")
    for hidden in ("line_items", "intent"):
        kind = f"session_{'intent_data' if hidden == 'intent' else hidden}"
        kept = await store.require(kind, f"{expired['id']}/{hidden}")
        await store.put(kept | {"id": f"{identifier}/{hidden}"})
    url = expired["after_expiration"]["recovery"]["url"].replace(f"/recover/{expired['id']}", f"/pay/{identifier}")
    fresh = expired | {"id": identifier, "created": now(), "expires_at": now() + shapes.SESSION_SECONDS}
    fresh |= {"recovered_from": expired["id"], "after_expiration": None, "status": "open", "url": url}
    fresh["payment_intent"] = None
    await store.set_timer("expire", identifier, shapes.SESSION_SECONDS)
    return await store.put(fresh)


async def cross_sell(store: Store, session: Object, priced: Object, quantity: int) -> Object:
    """Add what Stripe offered beside the order: a second line item that the shop never asked for."""
    kept = await store.require("session_line_items", f"{session['id']}/line_items")
    kept["list"]["data"].append(await pricing.line_item(store, priced, quantity))
    await store.put(kept)
    return await store.put(await discounts.reprice(store, session))


async def change_currency(store: Store, session: Object, currency: str, rate: float) -> Object:
    """Charge in another currency, as a price with several currencies or adaptive pricing does; `rate` from the old."""
    kept = await store.require("session_line_items", f"{session['id']}/line_items")
    source, subtotal, total = session["currency"], session["amount_subtotal"], session["amount_total"]
    for line in kept["list"]["data"]:
        line |= {"currency": currency, "amount_subtotal": round(line["amount_subtotal"] * rate)}
    await store.put(kept)
    session["currency"] = currency
    if member(session, "adaptive_pricing").get("enabled"):
        was = {"amount_subtotal": subtotal, "amount_total": total, "fx_rate": str(rate), "source_currency": source}
        session["currency_conversion"] = was
    return await store.put(await discounts.reprice(store, session))


async def _complete(store: Store, session: Object, origin: str) -> None:
    session |= {"status": "complete", "url": None}
    if session["customer_details"] is None or session["customer_details"]["address"] is None:
        session = await identify(store, session, {})
    await discounts.redeem(store, session)
    if session["payment_status"] != "unpaid":
        await invoices.make_out(store, session, origin)
    await store.put(session)
    await tell(store, "checkout.session.completed", session)


def _billing(session: Object) -> Object:
    details = session["customer_details"] or shapes.customer_details(session["customer_email"])
    address = details["address"] or shapes.NO_ADDRESS
    return {"address": address, "email": details["email"], "name": details["name"], "phone": None, "tax_id": None}
