"""Which files a database was made from, and the refusal of one that other files made."""

from collections.abc import Mapping
from typing import Any

from psycopg import Connection

from shared.operations.definitions import Files
from shared.problems import Problem

Digests = Mapping[str, str]


class ForeignHistory(Problem):
    """This database was made by another version of sql/migrations."""


class MigrationEdited(Problem):
    """A migration was edited after it had been applied."""


def refuse_foreign_history(connection: Connection[Any], files: Files) -> None:
    """Raise ForeignHistory or MigrationEdited where other migrations ran than the ones here; a new database is fine."""
    expected = {file.path: file.digest for file in files.migrations}
    if foreign := foreign_history(connection, expected):
        raise ForeignHistory(foreign)
    if edited := edited_migrations(connection, expected):
        raise MigrationEdited(" ".join(edited))


def history_faults(connection: Connection[Any], expected: Digests) -> list[str]:
    """Return a sentence for each way in which the applied migrations are not `expected` (path below sql/ → digest).

    What `migrate`, `make run` and the readiness check ask alike. Needs nothing but select on the two records, which the
    jobs role has.
    """
    foreign = foreign_history(connection, expected)
    return [foreign] if foreign else edited_migrations(connection, expected)


def foreign_history(connection: Connection[Any], expected: Digests) -> str:
    """Say which migrations ran here that are not among `expected`; empty where there are none."""
    if not _exists(connection, "masterclass.schema_migrations"):
        return ""
    versions = [row[0] for row in connection.execute("select version from masterclass.schema_migrations order by 1")]
    if versions and not _exists(connection, "masterclass.definitions"):
        return "It has the schema of an older version, which this one cannot take over."
    here = {_version(path) for path in expected}
    unknown = [version for version in versions if version not in here]
    return f"It has {', '.join(unknown)}, which is not in sql/migrations here." if unknown else ""


def edited_migrations(connection: Connection[Any], expected: Digests) -> list[str]:
    """Return a sentence for each applied migration whose digest is another one now."""
    if not _exists(connection, "masterclass.definitions"):
        return []
    kept = select_digests(connection)
    return [
        f"Put sql/{path} back as it was, and write the change as a new migration."
        for path, digest in sorted(expected.items())
        if kept.get(path, digest) != digest
    ]


def pending_migrations(connection: Connection[Any], expected: Digests) -> list[str]:
    """Return a sentence for each of `expected` that has not run here yet."""
    versions = {row[0] for row in connection.execute("select version from masterclass.schema_migrations")}
    return [f"sql/{path} has not run: migrate." for path in sorted(expected) if _version(path) not in versions]


def select_digests(connection: Connection[Any]) -> dict[str, str]:
    """Return the digest of each file that this database was made from, by its path below sql/."""
    return dict(connection.execute("select path, digest from masterclass.definitions").fetchall())


def select_pending(connection: Connection[Any], files: Files) -> list[str]:
    """Return the paths of the migrations that have not run yet."""
    if not _exists(connection, "masterclass.schema_migrations"):
        return [file.path for file in files.migrations]
    versions = {row[0] for row in connection.execute("select version from masterclass.schema_migrations")}
    return [file.path for file in files.migrations if _version(file.path) not in versions]


def _version(path: str) -> str:
    """What dbmate calls a migration: the number that its name begins with."""
    return path.rpartition("/")[2].partition("_")[0]


def _exists(connection: Connection[Any], table: str) -> bool:
    return connection.execute("select to_regclass(%s) is not null", [table]).fetchall() == [(True,)]
