"""masterclass.dispute_rank: of two facts about one dispute, which one stands."""

from itertools import pairwise

import pytest

from tests.integration.functions.scene import Scene

IN_ORDER = (
    "warning_needs_response",
    "warning_under_review",
    "warning_closed",
    "a_word_that_stripe_invents",
    "needs_response",
    "under_review",
    "lost",
    "appeal_needs_response",
    "appeal_under_review",
    "prevented",
    "won",
)


@pytest.mark.parametrize(("earlier", "later"), [*pairwise(IN_ORDER)])
def test_the_later_stage_stands(scene: Scene, earlier: str, later: str) -> None:
    """Whatever the order of arrival, the later stage is the higher one."""
    assert scene.ask("select masterclass.dispute_rank(%s) < masterclass.dispute_rank(%s)", earlier, later)
