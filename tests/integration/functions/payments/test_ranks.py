"""masterclass.order_rank, refund_rank and dispute_rank: of two facts about one thing, which one stands."""

import pytest

from tests.integration.functions.conftest import Ask

LATER = {
    "order_rank": [
        ("open", "processing"),
        ("processing", "failed"),
        ("processing", "expired"),
        ("expired", "paid"),
        ("processing", "given up"),
        ("given up", "expired"),
        ("failed", "review"),
        ("review", "paid"),
    ],
    "refund_rank": [
        ("pending", "requires_action"),
        ("requires_action", "succeeded"),
        ("succeeded", "failed"),
        ("pending", "canceled"),
    ],
    "dispute_rank": [
        ("warning_needs_response", "warning_under_review"),
        ("warning_closed", "needs_response"),
        ("warning_closed", "a_word_that_stripe_invents"),
        ("a_word_that_stripe_invents", "needs_response"),
        ("under_review", "lost"),
        ("lost", "appeal_needs_response"),
        ("appeal_under_review", "won"),
        ("lost", "won"),
    ],
}


@pytest.mark.parametrize(("rank", "earlier", "later"), [(rank, *two) for rank, pairs in LATER.items() for two in pairs])
def test_the_later_stage_stands(ask: Ask, rank: str, earlier: str, later: str) -> None:
    """Whatever the order of arrival, the later stage is the higher one."""
    assert ask(f"select masterclass.{rank}(%s) < masterclass.{rank}(%s)", earlier, later)
