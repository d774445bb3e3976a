"""masterclass.money: an amount as people write it."""

import pytest

from tests.integration.functions.conftest import Ask


@pytest.mark.parametrize(
    ("minor", "currency", "said"),
    [(49900, "usd", "499.00"), (5, "usd", "0.05"), (0, "eur", "0.00"), (49900, "jpy", "49900"), (1234, "bhd", "1.234")],
)
def test_as_many_digits_as_the_currency_has(ask: Ask, minor: int, currency: str, said: str) -> None:
    """Yen have no minor unit, dinars three digits of it, all others two."""
    assert ask("select masterclass.money(%s, %s)", minor, currency) == said
