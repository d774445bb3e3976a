"""What a merchant can do with money that was paid: give it back, which may fail later."""

from netlify.standins.stripe import charge_shapes, ledger
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store

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
    made = charge_shapes.refund(charged, wanted, reason=reason, metadata=metadata)
    made |= {"status": "pending", "pending_reason": "processing"} if waits else {"status": "succeeded"}
    made["balance_transaction"] = await ledger.book_refund(store, made)
    await store.put(made)
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
    before, made["status"], made["pending_reason"] = made["status"], "succeeded", None
    await store.put(made)
    await tell(store, "refund.updated", made, {"status": before})
    await tell(store, "charge.refund.updated", made, {"status": before})
    return made


async def undo_refund(store: Store, refund_id: str, status: str = "failed") -> Object:
    """Let a refund fail (also after it succeeded) or be canceled: the money is back with the merchant."""
    made = await store.require("refund", refund_id, lock=True)
    if made["status"] in {"failed", "canceled"}:
        return made
    before, made["status"], made["pending_reason"] = made["status"], status, None
    made["failure_balance_transaction"] = await ledger.book_failed_refund(store, made)
    if status == "failed":
        made["failure_reason"] = "expired_or_canceled_card"
    await store.put(made)
    charged = await store.require("charge", made["charge"], lock=True)
    await _refunded(store, charged, -made["amount"])
    await tell(store, "refund.failed" if status == "failed" else "refund.updated", made, {"status": before})
    await tell(store, "charge.refund.updated", made, {"status": before})
    return made


async def _refunded(store: Store, charged: Object, change: int) -> None:
    charged["amount_refunded"] += change
    charged["refunded"] = charged["amount_refunded"] >= charged["amount_captured"]
    await store.put(charged)
