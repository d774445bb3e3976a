"""What a test of one SQL function needs: to ask the database as its owner, in a transaction that is taken back."""

from collections.abc import Generator
from typing import Any

import psycopg
import pytest

from tests.integration.functions.scene import Ask, Scene
from tests.support.databases import Cluster, Database

__all__ = ["Ask"]


@pytest.fixture(scope="session")
def database(cluster: Cluster) -> Database:
    """One database for all of these tests: each of them leaves it as it was."""
    return cluster.database()


@pytest.fixture
def ask(database: Database) -> Generator[Ask]:
    """Ask a question of one value, as the schema's owner; what a test writes is gone after it."""
    with psycopg.connect(database.url("supabase_admin")) as connection, connection.transaction(force_rollback=True):

        def one(query: str, *parameters: object) -> Any:
            with connection.transaction():  # a refusal takes back its own statement alone
                cursor = connection.execute(query.encode(), parameters)
                return cursor.fetchall()[0][0] if cursor.description else None

        yield one


@pytest.fixture
def scene(ask: Ask) -> Scene:
    """People, a course and money for what is asked."""
    return Scene(ask)
