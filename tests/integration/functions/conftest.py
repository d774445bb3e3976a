"""What a test of one SQL function needs: to ask the database as its owner, in a transaction that is taken back."""

from collections.abc import Callable, Generator
from typing import Any

import psycopg
import pytest

from tests.support.databases import Database

Ask = Callable[..., Any]


@pytest.fixture
def ask(database: Database) -> Generator[Ask]:
    """Ask a question of one value, as the schema's owner; what a test writes is gone after it."""
    with psycopg.connect(database.url("supabase_admin")) as connection, connection.transaction(force_rollback=True):

        def one(query: str, *parameters: object) -> Any:
            with connection.transaction():  # a refusal takes back its own statement alone
                cursor = connection.execute(query.encode(), parameters)
                return cursor.fetchall()[0][0] if cursor.description else None

        yield one
