"""Fixtures that every kind of test may use."""

from collections.abc import Callable, Generator

import pytest

import shared.database
from netlify.postgres import temporary_postgres
from shared import identity, settings
from tests.support.databases import Cluster, Database
from tests.support.members import Member, make_member
from tests.support.signals import pytest_configure
from tests.support.skips import pytest_make_collect_report, pytest_runtest_makereport
from tests.support.tokens import Issuer

__all__ = [
    "pytest_configure",
    "pytest_make_collect_report",
    "pytest_runtest_makereport",
]


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


@pytest.fixture(scope="session")
def issuer() -> Generator[Issuer]:
    """A token issuer whose keys are published on loopback."""
    made = Issuer()
    yield made
    made.close()


@pytest.fixture
def functions(database: Database, issuer: Issuer, monkeypatch: pytest.MonkeyPatch) -> Generator[Database]:
    """The module's database, with the functions' settings pointing at it and at the issuer."""
    monkeypatch.setenv("DATABASE_URL", database.url())
    monkeypatch.setenv("SUPABASE_URL", issuer.url)
    monkeypatch.setenv("SITE_URL", "http://localhost:8888")
    settings.forget()
    identity.forget()
    yield database
    shared.database.close()
    settings.forget()
    identity.forget()


@pytest.fixture
def member(functions: Database, issuer: Issuer) -> Callable[..., Member]:
    """Make a signed-up member: `member()`, `member(paid=True)`, `member(confirmed=False)`."""

    def make(*, paid: bool = False, confirmed: bool = True) -> Member:
        return make_member(functions, issuer, paid=paid, confirmed=confirmed)

    return make
