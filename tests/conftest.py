"""Fixtures that every kind of test may use."""

from collections.abc import Generator

import pytest

from netlify.local.postgres import temporary_postgres
from tests.databases import Cluster, Database


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Generator[Cluster]:
    """One throwaway Postgres for the whole process, with the migrated template in it."""
    with temporary_postgres(tmp_path_factory.mktemp("postgres")) as postgres:
        made = Cluster(postgres)
        made.make_template()
        yield made


@pytest.fixture(scope="module")
def database(cluster: Cluster) -> Generator[Database]:
    """A database of the test module's own, cloned from the migrated template."""
    cloned = cluster.database()
    yield cloned
    cloned.drop()
