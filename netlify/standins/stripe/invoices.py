"""Invoices of completed sessions (docs.stripe.com/payments/checkout/post-payment-invoices)."""

from netlify.standins.stripe import money_shapes
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store, member, new_id


async def make_out(store: Store, session: Object, origin: str) -> None:
    """Make the session's paid invoice and the customer it is made out to, and tell of both."""
    if not member(session, "invoice_creation").get("enabled") or session["invoice"]:
        return
    details = session["customer_details"]
    owner = await store.put(money_shapes.customer(details["email"], details["name"], details["address"]))
    await tell(store, "customer.created", owner)
    identifier = new_id("in_")
    kept = await store.require("session_line_items", f"{session['id']}/line_items")
    lines = [money_shapes.invoice_line(item, identifier) for item in kept["list"]["data"]]
    made = money_shapes.invoice(identifier, owner, session, lines)
    made["hosted_invoice_url"] = f"{origin}/invoices/{identifier}"
    await store.put(made)
    session |= {"customer": owner["id"], "invoice": identifier}
    for happened in ("created", "finalized", "paid", "payment_succeeded"):
        await tell(store, f"invoice.{happened}", made)
