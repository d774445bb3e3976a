"""Every actor, every table, every verb: the written-out outcome, on the embedded Postgres and on Debian's 15."""

from collections.abc import Generator
from pathlib import Path

import pytest

from netlify.postgres import temporary_postgres
from tests import system
from tests.integration.access import matrix
from tests.integration.access.matrix import Observer
from tests.support.databases import Cluster


@pytest.fixture(scope="module", params=["embedded", "debian-15"])
def seeded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Generator[Observer]:
    """A migrated database with something in every table, on each Postgres that has to agree."""
    programs = Path(system.require("postgres")).parent if request.param == "debian-15" else None
    with temporary_postgres(tmp_path_factory.mktemp("matrix"), programs=programs) as postgres:
        cluster = Cluster(postgres)
        cluster.make_template()
        database = cluster.database()
        matrix.seed(database)
        with Observer(database) as observer:
            yield observer


def test_every_table_is_written_out(seeded: Observer) -> None:
    """A table without a file here, or an actor or verb missing in one, fails by itself."""
    assert seeded.tables() == matrix.written(), "write tests/integration/access/<table>.yaml for each table"
    for name in matrix.written():
        actors = matrix.read(name).actors
        assert set(actors) == set(matrix.ACTORS), name
        assert all(set(cells) == set(matrix.VERBS) for cells in actors.values()), name


def test_every_outcome_is_the_written_one(seeded: Observer) -> None:
    """What Postgres allows each actor, cell by cell, is what the files say."""
    wrong = [
        f"{name}: {actor} {verb}: written {expected!r}, Postgres does {observed[verb]!r}"
        for name in matrix.written()
        for actor, cells in matrix.read(name).actors.items()
        for observed in [seeded.observe(matrix.read(name), actor)]
        for verb, expected in cells.items()
        if observed[verb] != expected
    ]
    assert not wrong, "\n".join(wrong)


def test_row_level_security_is_on_everywhere(seeded: Observer) -> None:
    """No table of the schema is without row level security."""
    assert seeded.unprotected() == []


def test_a_later_table_fails_by_itself(seeded: Observer) -> None:
    """A table or view that is added without being written out here is noticed, one without policies too."""
    seeded.change(
        "create table masterclass.later (id uuid primary key); create view masterclass.glance as select 1 as a;"
    )
    try:
        with pytest.raises(AssertionError, match=r"write tests/integration/access/<table>\.yaml"):
            test_every_table_is_written_out(seeded)
        assert {"later", "glance"} <= set(seeded.tables())
        assert seeded.unprotected() == ["later"]
    finally:
        seeded.change("drop table masterclass.later; drop view masterclass.glance;")
