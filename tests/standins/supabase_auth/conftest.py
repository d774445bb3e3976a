"""One service for each test module, on a database of its own."""

from collections.abc import Generator

import pytest

from tests.standins.supabase_auth.serving import AuthServer, serve
from tests.support.databases import Database


@pytest.fixture(scope="module")
def auth(database: Database) -> Generator[AuthServer]:
    """The service as `make run` sets it up."""
    with serve(database) as server:
        yield server
