"""A running Stripe stand-in and an inbox for its webhooks."""

from collections.abc import Generator

import pytest

from tests.standins.stripe.buying import Inbox
from tests.support.databases import Database
from tests.support.stripe_stand_in import StandIn, stand_in, webhook_receiver


@pytest.fixture
def inbox() -> Inbox:
    """Where the webhooks go."""
    return Inbox()


@pytest.fixture
def stripe_now(database: Database, inbox: Inbox) -> Generator[StandIn]:
    """A running stand-in to which nothing has happened yet: what earlier tests left may still come due or be listed."""
    database.execute("drop schema if exists local_stripe cascade")
    with webhook_receiver(inbox.receive) as url, stand_in(database, url) as running:
        yield running
