"""masterclass.dispute_state: what the disputes of a payment come to."""

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ([], None),
        (["warning_needs_response", "warning_closed"], None),
        (["won"], "won"),
        (["prevented", "won"], "lost"),
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


@pytest.mark.parametrize(
    ("case_type", "transactions", "net_minor", "state"),
    [("block", 0, 0, "won"), ("compliance", 0, 0, "lost"), ("block", 1, -49900, "lost"), (None, 2, 0, "won")],
)
def test_a_prevented_dispute_is_lost_where_the_money_went(
    ask: Ask, case_type: str | None, transactions: int, net_minor: int, state: str
) -> None:
    """Its balance transactions say where the money is; without any, only a block moved nothing."""
    ask(
        "insert into masterclass.disputes"
        " (stripe_dispute_id, stripe_payment_id, status, case_type, transactions, net_minor)"
        " values ('dp_1', 'pi_1', 'prevented', %s, %s, %s)",
        case_type,
        transactions,
        net_minor,
    )
    assert ask("select masterclass.dispute_state('pi_1')") == state
