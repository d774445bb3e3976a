"""Which of two facts is further, as the SQL of payments ranks them (sql/functions/payments/*_rank.sql)."""

from shared.payments.records import DisputeFact

ORDER_RANK = {"open": 0, "processing": 1, "given up": 2, "expired": 3, "failed": 3, "review": 4, "paid": 5}
REFUND_RANK = {"pending": 0, "requires_action": 1, "succeeded": 2, "failed": 3, "canceled": 3}
DISPUTE_RANK = {
    "warning_needs_response": 0, "warning_under_review": 1, "warning_closed": 2, "needs_response": 4,
    "under_review": 5, "lost": 6, "appeal_needs_response": 7, "appeal_under_review": 8, "prevented": 9, "won": 10,
}  # fmt: skip
UNKNOWN_DISPUTE_RANK = 3
GONE = {"failed", "canceled"}


def dispute_rank(dispute: DisputeFact) -> int:
    """Return how far a dispute has come: its status first, then what it has moved."""
    return DISPUTE_RANK.get(dispute.status, UNKNOWN_DISPUTE_RANK) * 8 + dispute.transactions
