"""masterclass.dispute_state: what the disputes of a payment come to."""

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([], None),
        (["warning_needs_response", "warning_closed"], None),
        (["won"], "won"),
        (["prevented", "won"], "won"),
        (["won", "needs_response"], "open"),
        (["under_review"], "open"),
        (["appeal_under_review"], "open"),
        (["a_word_that_stripe_invents"], "open"),
        (["needs_response", "lost", "won"], "lost"),
        (["warning_closed", "won"], "won"),
    ],
)
def test_the_worst_that_stands(ask: Ask, statuses: list[str], state: str | None) -> None:
    """Lost is worse than open, open than won; an inquiry counts for nothing, an unknown word for open."""
    for number, status in enumerate(statuses):
        ask("insert into masterclass.disputes values (%s, 'pi_1', %s)", f"dp_{number}", status)
    ask("insert into masterclass.disputes values ('dp_other', 'pi_2', 'lost')")
    assert ask("select masterclass.dispute_state('pi_1')") == state
