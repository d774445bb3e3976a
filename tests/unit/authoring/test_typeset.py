"""A formula as the reader sees it."""

import pytest

from shared.authoring.calculators.typeset import typeset

LABELS = {"pay": "Take-home pay", "months": "months"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("pay * months", "“Take-home pay” \N{MULTIPLICATION SIGN} months"),
        ("min(pay, 12000.5)", "the smaller of (“Take-home pay”; 12,000.5)"),
        ("pay - -months", "“Take-home pay” \N{MINUS SIGN} \N{MINUS SIGN} months"),
        ("loan_rate ** 2 / 3", "loan rate ^ 2 ÷ 3"),
        ("months <= 6", "months ≤ 6"),
        ("pay § 2", "pay § 2"),
    ],
)
def test_names_signs_and_numbers(written: str, shown: str) -> None:
    """Labels for names, signs as in print, numbers grouped; what is no arithmetic stays as it is."""
    assert typeset(written, LABELS) == shown
