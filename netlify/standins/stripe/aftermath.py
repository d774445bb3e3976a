"""What can happen to money after it was paid: refunds, which may fail later, and disputes."""

from netlify.standins.stripe import shapes
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store

INQUIRY = "warning_needs_response"
OPEN_STATUSES = {"needs_response", "under_review", "warning_needs_response", "warning_under_review"}
CLOSED_STATUSES = {"won", "lost", "warning_closed", "prevented"}
REFUND_DELAY_SECONDS = 3.0


async def refund_charge(
    store: Store, charge_id: str, amount: int | None, reason: str | None, metadata: Object
) -> Object:
    """Give back `amount` (None: all that is left) of the charge; raises Stripe's refusals."""
    charged = await store.require("charge", charge_id, lock=True, parameter="charge")
    left = charged["amount_captured"] - charged["amount_refunded"]
    if charged["disputed"]:
        raise StripeError(f"Charge {charge_id} has been charged back; cannot issue a refund.", code="charge_disputed")
    if left <= 0:
        raise StripeError(f"Charge {charge_id} has already been refunded.", code="charge_already_refunded")
    wanted = left if amount is None else amount
    if wanted > left:
        raise StripeError(
            f"Refund amount ({wanted}) is greater than unrefunded amount on charge ({left})", parameter="amount"
        )
    waits = charged["metadata"].get("test_card") == "refunds wait"
    made = await store.put(
        shapes.refund(charged, wanted, reason=reason, metadata=metadata, status="pending" if waits else "succeeded")
    )
    await _refunded(store, charged, wanted)
    await tell(store, "refund.created", made)
    await tell(store, "charge.refunded", charged, {"amount_refunded": charged["amount_refunded"] - wanted})
    if "test_card" in charged["metadata"]:
        await store.set_timer("refund settles" if waits else "refund fails", made["id"], REFUND_DELAY_SECONDS)
    return made


async def settle_refund(store: Store, refund_id: str) -> Object:
    """Let a pending refund succeed."""
    made = await store.require("refund", refund_id, lock=True)
    if made["status"] not in {"pending", "requires_action"}:
        return made
    before, made["status"] = made["status"], "succeeded"
    await store.put(made)
    await tell(store, "refund.updated", made, {"status": before})
    await tell(store, "charge.refund.updated", made, {"status": before})
    return made


async def undo_refund(store: Store, refund_id: str, status: str = "failed") -> Object:
    """Let a refund fail (also after it succeeded) or be canceled: the money is back with the merchant."""
    made = await store.require("refund", refund_id, lock=True)
    if made["status"] in {"failed", "canceled"}:
        return made
    before, made["status"] = made["status"], status
    if status == "failed":
        made["failure_reason"] = "expired_or_canceled_card"
    await store.put(made)
    charged = await store.require("charge", made["charge"], lock=True)
    await _refunded(store, charged, -made["amount"])
    await tell(store, "refund.failed" if status == "failed" else "refund.updated", made, {"status": before})
    await tell(store, "charge.refund.updated", made, {"status": before})
    return made


async def open_dispute(store: Store, charge_id: str, status: str = "needs_response") -> Object:
    """Let the cardholder dispute the charge; an inquiry (`warning_…`) takes no money yet."""
    if status not in OPEN_STATUSES:
        raise StripeError(f"Invalid status: must be one of {', '.join(sorted(OPEN_STATUSES))}", parameter="status")
    charged = await store.require("charge", charge_id, lock=True, parameter="charge")
    inquiry = status.startswith("warning_")
    made = await store.put(shapes.dispute(charged, status=status, is_charge_refundable=inquiry))
    charged["disputed"] = not inquiry
    await store.put(charged)
    await tell(store, "charge.dispute.created", made)
    if not inquiry:
        await tell(store, "charge.dispute.funds_withdrawn", made)
    return made


async def move_dispute(store: Store, dispute_id: str, status: str) -> Object:
    """Move a dispute on to another status, or close it; a closed one stays closed."""
    if status not in OPEN_STATUSES | CLOSED_STATUSES:
        raise StripeError(f"Invalid status: {status}", parameter="status")
    made = await store.require("dispute", dispute_id, lock=True)
    if made["status"] in CLOSED_STATUSES:
        raise StripeError("This dispute is already closed.", code="dispute_already_closed")
    before, made["status"] = made["status"], status
    await store.put(made)
    charged = await store.require("charge", made["charge"], lock=True)
    charged["disputed"] = not status.startswith("warning_") and status not in {"won", "prevented"}
    await store.put(charged)
    closed = status in CLOSED_STATUSES
    await tell(store, "charge.dispute.closed" if closed else "charge.dispute.updated", made, {"status": before})
    if status == "won":
        await tell(store, "charge.dispute.funds_reinstated", made)
    return made


async def _refunded(store: Store, charged: Object, change: int) -> None:
    charged["amount_refunded"] += change
    charged["refunded"] = charged["amount_refunded"] >= charged["amount_captured"]
    await store.put(charged)
