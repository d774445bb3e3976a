"""What a question took: as the provider told, as far as that can be; costs in millionths of a dollar."""

from typing import Any

import pytest

from shared.guidance import costs
from shared.guidance.bill import Bill
from shared.guidance.records import ProviderRequest, Tokens

REQUEST = ProviderRequest("m", "i" * 3000, [{"role": "user", "content": "q" * 1000}], 500, "x")
MOST, ABOUT = costs.most_tokens_of(REQUEST), costs.estimated(REQUEST, 400)


@pytest.mark.parametrize(
    ("usage", "said", "took"),
    [
        ({"input_tokens": 900, "output_tokens": 90}, 400, Tokens(900, 90)),
        ({}, 400, ABOUT),
        ({"input_tokens": 0, "output_tokens": 0}, 400, ABOUT),
        ({"input_tokens": 0, "output_tokens": 90}, 400, Tokens(ABOUT.read, 90)),
        ({"input_tokens": -5, "output_tokens": 90}, 400, ABOUT),
        ({"input_tokens": "900", "output_tokens": 90}, 400, ABOUT),
        ({"input_tokens": 10_000_000, "output_tokens": 10_000_000}, 400, MOST),
        ({}, 0, Tokens(0, 0)),
        ({"input_tokens": 900, "output_tokens": 90}, 0, Tokens(900, 90)),
    ],
)
def test_one_attempt(usage: dict[str, Any], said: int, took: Tokens) -> None:
    """Told, estimated where it was not told or cannot be, and never beyond what the request allows."""
    bill = Bill()
    bill.add(REQUEST, usage, said)
    assert bill.tokens == took


def test_attempts_add_up() -> None:
    """A second attempt costs again."""
    bill = Bill()
    for _ in range(2):
        bill.add(REQUEST, {"input_tokens": 900, "output_tokens": 90}, 1)
    assert bill.tokens == Tokens(1800, 180)


@pytest.mark.parametrize(("written", "is_at_limit"), [(499, False), (500, True), (501, True)])
def test_an_answer_as_long_as_it_may_be(written: int, is_at_limit: bool) -> None:
    """Some servers call a cut answer completed."""
    assert Bill().at_limit(REQUEST, {"input_tokens": 1, "output_tokens": written}) is is_at_limit
