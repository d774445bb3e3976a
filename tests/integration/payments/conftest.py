"""The shop: functions, database and the Stripe stand-in, whose webhooks wait until a test delivers them."""

from collections.abc import Generator

import pytest

from shared import settings
from tests.databases import Database
from tests.integration.payments.shop import PRICE_MINOR, Shop
from tests.stripe_stand_in import SECRET, stand_in, webhook_receiver


@pytest.fixture
def shop(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[Shop]:
    """Functions set up to sell through a running stand-in."""
    functions.execute(
        "create table if not exists masterclass.courses (price_minor bigint, currency text);"
        "grant select on masterclass.courses to authenticated;"
        "insert into masterclass.courses"
        f" select {PRICE_MINOR}, 'usd' where not exists (select from masterclass.courses)"
    )
    made = Shop(functions)
    with webhook_receiver(made.receive) as url, stand_in(functions, url) as running:
        monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_throwaway")
        monkeypatch.setenv("STRIPE_API_BASE", running.api)
        monkeypatch.setenv("STRIPE_PRICE_ID", "price_masterclass")
        monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("STRIPE_PROMOTION_CODES", "on")
        settings.forget()
        made.stripe = running
        yield made
