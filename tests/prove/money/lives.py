"""A member's purchases as Stripe lives them, which knows nothing of how facts are kept."""

from tests.prove.money.aftermath import happen
from tests.prove.money.telling import Object, Purchase, Teller, address_of

PRICE_ID = "price_masterclass"
# What the course costs, by the size of the pack (None: for oneself); members have ordered at other prices before.
COURSE = {None: ("usd", 49900), 2: ("usd", 79800)}
PRICES = (("usd", 49900), ("jpy", 49900), ("usd", 100), ("eur", 1))


def live(teller: Teller, user_id: str, number: int) -> Purchase:
    """Let the member's nth purchase begin, be paid or not, and be given back or disputed."""
    seeded = teller.random
    seats = 2 if seeded.random() < 0.15 else None
    currency, amount = seeded.choice((COURSE[seats], *PRICES))
    order_id = f"00000000-0000-4000-8000-{teller.number * 8 + number:012x}"
    cross_sold, other = seeded.random() < 0.03, seeded.random() < 0.03
    session = _session(teller, order_id, user_id, currency, amount + (cross_sold or other))
    items = [{"price": PRICE_ID, "amount_subtotal": amount + (other and not cross_sold)}]
    if seats:
        session["metadata"] |= {"seats": str(seats), "gift": "false"}
    session["items"] = items + [{"price": "price_other", "amount_subtotal": 1}] * cross_sold
    kept = seeded.choice((session["id"], session["id"], None, f"{session['id']}_other"))
    state = "expired" if number else "open"
    purchase = Purchase(
        order_id,
        state,
        kept,
        currency,
        amount,
        session,
        {},
        [],
        [],
        cross_sold or not other,
        seats,
    )
    fate = seeded.random()
    if fate < 0.08:
        purchase.session["status"] = "expired"
        teller.tell("checkout.session.expired", purchase.session)
    elif not purchase.session["amount_total"]:
        purchase.session.update(status="complete", payment_status="no_payment_required")
        teller.tell("checkout.session.completed", purchase.session)
        teller.read(purchase, "")
    elif _pays(teller, purchase, from_bank=fate < 0.3):
        happen(teller, purchase)
    return purchase


def _session(teller: Teller, order_id: str, user_id: str, currency: str, amount: int) -> Object:
    seeded = teller.random
    off = seeded.choice((0, 0, 0, amount // 5, amount))
    return {
        "id": teller.identifier("cs"), "status": "open", "payment_status": "unpaid", "mode": "payment",
        "livemode": False, "amount_subtotal": amount, "amount_total": amount - off, "currency": currency,
        "client_reference_id": user_id, "metadata": {"order_id": order_id, "price_id": PRICE_ID},
        "payment_intent": None, "customer_details": {"email": address_of(user_id)},
    }  # fmt: skip


def _pays(teller: Teller, purchase: Purchase, *, from_bank: bool) -> bool:
    """Pay by card, or from a bank that answers later; return whether the money came."""
    session, seeded = purchase.session, teller.random
    session |= {"status": "complete", "payment_intent": teller.identifier("pi")}
    purchase.charge.update({
        "id": teller.identifier("ch"), "payment_intent": session["payment_intent"], "status": "pending",
        "amount": session["amount_total"], "amount_refunded": 0, "receipt_url": None,
    })  # fmt: skip
    if from_bank:
        teller.tell("checkout.session.completed", session)
        teller.read(purchase, "processing")
        if seeded.random() < 0.3:
            purchase.charge["status"] = "failed"
            teller.tell("charge.failed", purchase.charge)
            teller.tell("checkout.session.async_payment_failed", session)
            teller.read(purchase, "requires_payment_method")
            return False
    purchase.charge.update(status="succeeded", receipt_url=f"https://pay.example/{purchase.charge['id']}")
    session["payment_status"] = "paid"
    teller.tell("charge.succeeded", purchase.charge)
    teller.tell("checkout.session." + ("async_payment_succeeded" if from_bank else "completed"), session)
    teller.read(purchase, "succeeded")
    return True
