"""masterclass.refund_counts: which refunds give money back."""

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("status", "counts"),
    [("pending", True), ("requires_action", True), ("succeeded", True), ("failed", False), ("canceled", False)],
)
def test_from_its_beginning_until_it_fails(ask: Ask, status: str, counts: bool) -> None:
    """A refund counts from the moment it is asked for, until it fails or is canceled."""
    assert ask("select masterclass.refund_counts(%s)", status) is counts
