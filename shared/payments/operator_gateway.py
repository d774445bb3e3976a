"""Stripe as the operator's command line asks it: giving money back, and what was sold since a day."""

from typing import Any

from shared.payments.gateway import PAGE, as_json, client, failures_as_problems, operator_client
from shared.payments.problems import RefundRefused

REASONS = frozenset({"duplicate", "fraudulent", "requested_by_customer"})


def refund(payment_id: str, amount_minor: int | None, reason: str) -> dict[str, Any]:
    """Give back `amount_minor` (None: all that is left) of a payment, and return the refund's JSON.

    `reason` is one of Stripe's words, or a note that the refund carries. Raises RefundRefused, PaymentsUnavailable.
    """
    parameters: Any = {
        "payment_intent": payment_id,
        "reason": reason if reason in REASONS else "requested_by_customer",
        "metadata": {"note": reason},
    } | ({} if amount_minor is None else {"amount": amount_minor})
    with failures_as_problems(RefundRefused):
        return as_json(operator_client().v1.refunds.create(parameters))


def sales_since(since: int) -> list[dict[str, Any]]:
    """Return every session that was completed since a time (seconds since 1970), newest first."""
    sales, parameters = list[dict[str, Any]](), dict[str, Any](limit=PAGE, created={"gte": since}, status="complete")
    while True:
        listed: Any = parameters
        with failures_as_problems():
            page = as_json(client().v1.checkout.sessions.list(listed))
        sales += page["data"]
        if not page["has_more"]:
            return sales
        parameters["starting_after"] = page["data"][-1]["id"]


def aftermath(payment_id: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the refunds and the disputes of a payment."""
    asked: Any = {"payment_intent": payment_id, "limit": PAGE}
    with failures_as_problems():
        refunds, disputes = client().v1.refunds.list(asked), client().v1.disputes.list(asked)
    return as_json(refunds)["data"], as_json(disputes)["data"]
