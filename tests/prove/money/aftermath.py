"""What becomes of money that was paid: refunds and disputes that come, and move on."""

from tests.prove.money.telling import Object, Purchase, Teller

FINAL_REFUNDS = {"failed", "canceled"}
# What can follow a status of a refund and of a dispute; nothing follows what is not named.
REFUND_STEPS = {
    "pending": ("succeeded", "failed", "canceled", "requires_action"),
    "requires_action": ("succeeded", "canceled", "failed"),
    "succeeded": ("failed",),
}
DISPUTE_STEPS = {
    "warning_needs_response": ("warning_under_review", "warning_closed", "needs_response"),
    "warning_under_review": ("warning_closed", "needs_response"),
    "needs_response": ("under_review", "won", "lost", "prevented"),
    "under_review": ("won", "lost"),
    "lost": ("appeal_needs_response",),
    "appeal_needs_response": ("appeal_under_review",),
    "appeal_under_review": ("won",),
}
CLOSED = {"won", "lost", "warning_closed", "prevented"}


def happen(teller: Teller, purchase: Purchase) -> None:
    """Let refunds and disputes come and move on."""
    for _ in range(teller.random.choice((0, 1, 2, 3, 4, 6, 9))):
        teller.random.choice((_refund, _refund, _move_refund, _move_refund, _dispute, _move_dispute, _move_dispute))(
            teller, purchase
        )


def _refund(teller: Teller, purchase: Purchase) -> None:
    charge = purchase.charge
    left = charge["amount"] - charge["amount_refunded"]
    if left <= 0:
        return
    amount = left if teller.random.random() < 0.6 else teller.random.randint(1, left)
    made = {"id": teller.identifier("re"), "payment_intent": charge["payment_intent"], "amount": amount,
            "status": teller.random.choice(("pending", "succeeded", "succeeded", "requires_action"))}  # fmt: skip
    purchase.refunds.append(made)
    charge["amount_refunded"] += amount
    teller.tell("refund.created", made)
    teller.tell("charge.refunded", charge)


def _move_refund(teller: Teller, purchase: Purchase) -> None:
    movable = [refund for refund in purchase.refunds if refund["status"] in REFUND_STEPS]
    if not movable:
        return
    moved = teller.random.choice(movable)
    moved["status"] = teller.random.choice(REFUND_STEPS[moved["status"]])
    if moved["status"] in FINAL_REFUNDS:
        purchase.charge["amount_refunded"] -= moved["amount"]
    teller.tell("refund.failed" if moved["status"] == "failed" else "refund.updated", moved)
    teller.tell("charge.refund.updated", moved)


def _dispute(teller: Teller, purchase: Purchase) -> None:
    """Open a dispute or an inquiry, or let Stripe prevent one: by paying the cardholder, or by a block, for nothing."""
    fate = teller.random.random()
    kind = "resolution" if fate < 0.15 else "block" if fate < 0.25 else "chargeback"
    amount, status = purchase.charge["amount"], teller.random.choice(("needs_response", "warning_needs_response"))
    made: Object = {
        "id": teller.identifier("dp"),
        "payment_intent": purchase.charge["payment_intent"],
        "charge": purchase.charge["id"],
        "status": status if kind == "chargeback" else "prevented",
        "payment_method_details": {"card": {"case_type": kind}},
        "balance_transactions": [],
        "gone": kind == "resolution",
    }
    if made["status"] == "needs_response":
        made["balance_transactions"] = [{"amount": -amount}]
    purchase.disputes.append(made)
    teller.tell("charge.dispute.created", made)
    if kind == "resolution" and teller.random.random() < 0.5:
        made["balance_transactions"] = [{"amount": -amount}]
        teller.tell("charge.dispute.funds_withdrawn", made)


def _move_dispute(teller: Teller, purchase: Purchase) -> None:
    movable = [dispute for dispute in purchase.disputes if dispute["status"] in DISPUTE_STEPS]
    if not movable:
        return
    moved, amount = teller.random.choice(movable), purchase.charge["amount"]
    moved["status"] = teller.random.choice(DISPUTE_STEPS[moved["status"]])
    if moved["status"] == "needs_response":
        moved["balance_transactions"] = [{"amount": -amount}]
    if moved["status"] == "prevented":
        moved["gone"] = teller.random.random() < 0.5
    comes_back = moved["status"] == "won" or (moved["status"] == "prevented" and not moved["gone"])
    if comes_back:
        moved["balance_transactions"] = [{"amount": -amount}, {"amount": amount}]
    teller.tell("charge.dispute.closed" if moved["status"] in CLOSED else "charge.dispute.updated", moved)
    if comes_back:
        teller.tell("charge.dispute.funds_reinstated", moved)
