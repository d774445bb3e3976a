"""Whoever holds the functions' login becomes nobody else: not by rights, and not by what a definer could mistake."""

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.integration.walls.hostile import HostileSession
from tests.support.courses import load_rows, write_course
from tests.support.databases import Cluster, Database
from tests.support.members import make_member
from tests.support.tokens import Issuer

LEAST_DEFINERS = 40


@pytest.fixture
def place(cluster: Cluster, tmp_path: Path) -> Generator[Database]:
    """A database of the test's own, with the small course of tests/support/courses.py: much is left behind there."""
    made = cluster.database()
    load_rows(made, write_course(tmp_path))
    yield made
    made.drop()


@pytest.fixture
def session(place: Database, issuer: Issuer) -> Generator[HostileSession]:
    """A hostile session in a paying member's name."""
    made = HostileSession(place, make_member(place, issuer, paid=True).id)
    yield made
    made.close()


def test_the_login_can_make_nothing(session: HostileSession) -> None:
    """No schema, no temporary anything, no other role: there is nowhere to lay a trap."""
    assert session.lay_traps() == 0, session.refused
    assert session.become_owner() == 0, session.refused


def test_no_definer_falls_into_a_trap(session: HostileSession) -> None:
    """Were it allowed to create, types, functions, operators, tables, views and casts in its way mislead no definer."""
    session.may_create()
    assert session.lay_traps() > 300
    definers, answered = session.call_everything()
    assert len(definers) > LEAST_DEFINERS
    assert answered > LEAST_DEFINERS
    assert not session.has_been_owner
    assert session.become_owner() == 0


@pytest.mark.parametrize(
    "planted",
    [
        "set search_path = '' as $$ declare held uuid := wanted; begin return held::text; end $$",
        "as $$ begin return lower(wanted::text); end $$",
        "as $$ begin return case when wanted = gen_random_uuid() then 'a' end; end $$",
    ],
    ids=["types with an empty search_path", "functions without one", "operators without one"],
)
def test_the_wall_falls_when_a_function_is_made_as_before(
    session: HostileSession, place: Database, planted: str
) -> None:
    """Planted: a definer with an empty search_path, or none, and the session has been its owner."""
    name = "masterclass.planted(wanted pg_catalog.uuid)"
    place.execute(f"create function {name} returns pg_catalog.text language plpgsql security definer {planted}")
    session.may_create()
    session.lay_traps()
    session.call_everything()
    assert session.has_been_owner, [said for said in session.refused if "planted" in said]
