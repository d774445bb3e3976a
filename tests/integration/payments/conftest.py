"""The shop: functions, database and the Stripe stand-in, whose webhooks wait until a test delivers them."""

from collections.abc import Callable, Generator

import pytest

from shared import settings
from shared.__main__ import main
from tests.integration.payments.shop import Shop
from tests.support.courses import load_rows, write_course
from tests.support.databases import Database
from tests.support.stripe_stand_in import SECRET, stand_in, webhook_receiver


@pytest.fixture
def till(functions: Database, monkeypatch: pytest.MonkeyPatch) -> Shop:
    """A shop that only hears webhooks: no stand-in runs behind it."""
    monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", SECRET)
    settings.forget()
    return Shop(functions)


@pytest.fixture(scope="module")
def on_sale(database: Database, tmp_path_factory: pytest.TempPathFactory) -> Database:
    """The module's database with the small course of tests/support/courses.py in it, which has the price."""
    load_rows(database, write_course(tmp_path_factory.mktemp("course")))
    return database


@pytest.fixture
def shop(on_sale: Database, functions: Database, monkeypatch: pytest.MonkeyPatch) -> Generator[Shop]:
    """Functions set up to sell through a running stand-in."""
    assert functions is on_sale
    made = Shop(functions)
    with webhook_receiver(made.receive) as url, stand_in(functions, url) as running:
        monkeypatch.setenv("STRIPE_SECRET_KEY", "sk_test_throwaway")
        monkeypatch.setenv("STRIPE_API_BASE", running.api)
        monkeypatch.setenv("STRIPE_PRICE_ID", "price_masterclass")
        monkeypatch.setenv("STRIPE_SEATS_PRICE_ID", "price_masterclass_seats")
        monkeypatch.setenv("STRIPE_WEBHOOK_SECRET", SECRET)
        monkeypatch.setenv("STRIPE_PROMOTION_CODES", "on")
        settings.forget()
        made.stripe = running
        yield made


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Run the command line: exit code and all that it said."""

    def command(*arguments: str) -> tuple[int, str]:
        capsys.readouterr()
        try:
            code = main(list(arguments))
        except SystemExit as exited:
            code = int(str(exited.code))
        said = capsys.readouterr()
        return code, said.out + said.err

    return command
