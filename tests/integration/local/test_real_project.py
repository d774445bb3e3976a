"""`make run` beside a real project: it says which step is missing, with the command."""

from pathlib import Path

import pytest

from netlify.local.real_project import missing_step
from netlify.local.settings import LocalSettings
from tests.support.courses import load_rows, write_course
from tests.support.databases import Cluster, Database


def told(database_url: str = "", owner: str = "") -> str:
    """Return what is said of a project with these two addresses."""
    given = {"DATABASE_URL": database_url, "MIGRATION_DATABASE_URL": owner}
    return missing_step(LocalSettings(1, Path(), {name: url for name, url in given.items() if url}, {}))


def test_our_own_database_lacks_nothing() -> None:
    """Where the stand-in is used, nothing is asked and nothing said."""
    assert told() == ""


def test_each_missing_step_is_named(cluster: Cluster, database: Database, tmp_path: Path) -> None:
    """Never migrated, no course, and everything there."""
    cluster.execute("postgres", "create database never_migrated")
    assert "python -m shared migrate" in told(cluster.url("never_migrated", "postgres"))
    cluster.execute("postgres", "drop database never_migrated with (force)")
    assert "python -m shared course sync" in told(database.url())
    load_rows(database, write_course(tmp_path))
    assert told(database.url()) == ""


@pytest.mark.parametrize("with_owner", [True, False])
def test_a_refused_login_is_told_with_both_causes(database: Database, *, with_owner: bool) -> None:
    """A wrong password: which command sets it; the password itself is never said."""
    wrong = database.url().replace(":throwaway@", ":wrong-word@")
    said = told(wrong, database.url("postgres") if with_owner else "")
    assert "alter role masterclass_functions password" in said
    assert ("migrate if it never ran" in said) is not with_owner
    assert "wrong-word" not in said
    assert "password authentication failed" in said
