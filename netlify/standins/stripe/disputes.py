"""What a cardholder's bank can do: inquiries, disputes, and those that were prevented, with the money they move."""

from typing import Any

from netlify.standins.stripe import charge_shapes, ledger
from netlify.standins.stripe.errors import StripeError
from netlify.standins.stripe.events import tell
from netlify.standins.stripe.store import Object, Store

INQUIRY = "warning_needs_response"
OPEN_STATUSES = {"needs_response", "under_review", "warning_needs_response", "warning_under_review"}
CLOSED_STATUSES = {"won", "lost", "warning_closed", "prevented"}
CASE_TYPES = {"block", "chargeback", "compliance", "inquiry", "resolution"}


async def open_dispute(store: Store, charge_id: str, wanted: Object) -> Object:
    """Let the cardholder dispute the charge; `wanted` has `status`, `case_type`, `reason` and `amount`, all optional.

    An inquiry (`warning_…`) takes no money yet. `prevented` is closed from the start: Visa's rapid resolution
    (`resolution`) has refunded the cardholder from the merchant's balance, a `block` moved nothing.
    """
    status = str(wanted.get("status", "needs_response"))
    charged = await store.require("charge", charge_id, lock=True, parameter="charge")
    made = charge_shapes.dispute(charged, **_asked(charged, status, wanted))
    moves = _takes_money(made)
    if moves:
        await ledger.book_withdrawal(store, made)
    await store.put(made)
    charged["disputed"] = moves
    await store.put(charged)
    await tell(store, "charge.dispute.created", made)
    if moves:
        await tell(store, "charge.dispute.funds_withdrawn", made)
    if status == "prevented":
        await tell(store, "charge.dispute.closed", made)
    return made


async def move_dispute(store: Store, dispute_id: str, status: str) -> Object:
    """Move a dispute on to another status, or close it; a closed one stays closed."""
    if status not in OPEN_STATUSES | CLOSED_STATUSES:
        raise StripeError(f"Invalid status: {status}", parameter="status")
    made = await store.require("dispute", dispute_id, lock=True)
    if made["status"] in CLOSED_STATUSES:
        raise StripeError("This dispute is already closed.", code="dispute_already_closed")
    before, made["status"] = made["status"], status
    moved = await _settle(store, made)
    await store.put(made)
    charged = await store.require("charge", made["charge"], lock=True)
    charged["disputed"] = bool(made["balance_transactions"]) and status != "won"
    await store.put(charged)
    closed = status in CLOSED_STATUSES
    await tell(store, "charge.dispute.closed" if closed else "charge.dispute.updated", made, {"status": before})
    if moved:
        await tell(store, f"charge.dispute.funds_{moved}", made)
    return made


async def answer_dispute(store: Store, dispute_id: str, evidence: dict[str, Any], submit: bool) -> Object:
    """Keep the merchant's evidence; in test mode its text decides (docs.stripe.com/testing#disputes)."""
    made = await store.require("dispute", dispute_id, lock=True)
    made["evidence"] |= evidence
    made["evidence_details"] |= {"has_evidence": True}
    if submit:
        made["evidence_details"] |= {"submission_count": 1, "submission_method": "manual"}
    await store.put(made)
    decided = {"winning_evidence": "won", "losing_evidence": "lost"}.get(str(evidence.get("uncategorized_text")))
    if decided or submit:
        return await move_dispute(store, dispute_id, decided or _reviewed(made["status"]))
    await tell(store, "charge.dispute.updated", made)
    return made


async def _settle(store: Store, made: Object) -> str:
    """Move the money that the dispute's status moves; return what Stripe calls it, or nothing."""
    taken = sum(transaction["amount"] for transaction in made["balance_transactions"]) < 0
    if made["status"] == "won" and taken:
        await ledger.book_reinstatement(store, made)
        return "reinstated"
    if not taken and _takes_money(made):
        await ledger.book_withdrawal(store, made)
        return "withdrawn"
    return ""


def _asked(charged: Object, status: str, wanted: Object) -> Object:
    if status not in OPEN_STATUSES | {"prevented"}:
        raise StripeError(f"Invalid status: must be one of {', '.join(sorted(OPEN_STATUSES))}", parameter="status")
    inquiry = status.startswith("warning_")
    usual = "inquiry" if inquiry else "resolution" if status == "prevented" else "chargeback"
    case_type = str(wanted.get("case_type", usual))
    if case_type not in CASE_TYPES:
        raise StripeError(f"Invalid case_type: must be one of {', '.join(sorted(CASE_TYPES))}", parameter="case_type")
    card = {"brand": "visa", "case_type": case_type, "network": "visa", "network_reason_code": "10.4"}
    return {
        "amount": int(wanted.get("amount", charged["amount"])),
        "is_charge_refundable": inquiry or case_type == "block",
        "payment_method_details": {"card": card, "type": "card"},
        "reason": str(wanted.get("reason", "fraudulent")),
        "status": status,
    }


def _takes_money(made: Object) -> bool:
    if made["status"].startswith("warning_") or made["status"] == "won":
        return False
    card = made["payment_method_details"]["card"]
    return made["status"] != "prevented" or card["case_type"] not in {"block", "inquiry"}


def _reviewed(status: str) -> str:
    return "warning_under_review" if status.startswith("warning_") else "under_review"
