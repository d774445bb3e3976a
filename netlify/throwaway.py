"""A database of a new Supabase project, for as long as it is needed: what a restore is tried on."""

import contextlib
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import NamedTuple

import psycopg

from netlify.postgres import EmbeddedPostgres, temporary_postgres

BOOTSTRAP = Path(__file__).resolve().parents[1] / "sql" / "local"
DATABASE = "drill"


class Throwaway(NamedTuple):
    """A running cluster with what Supabase provides in it, and no schema of ours."""

    postgres: EmbeddedPostgres

    @property
    def url(self) -> str:
        """The address by which its owner, `postgres`, signs in."""
        return self.postgres.url(DATABASE, "postgres")

    def execute(self, script: str) -> None:
        """Run `script` as the superuser."""
        with psycopg.connect(self.postgres.url(DATABASE), autocommit=True) as connection:
            connection.execute(script.encode())


@contextlib.contextmanager
def throwaway_database() -> Generator[Throwaway]:
    """Start a cluster on this machine, in a folder that goes with it."""
    with (
        tempfile.TemporaryDirectory(prefix="masterclass-drill-") as folder,
        temporary_postgres(Path(folder) / "postgres") as postgres,
    ):
        with psycopg.connect(postgres.url(), autocommit=True) as connection:
            connection.execute(f"create database {DATABASE}".encode())
        made = Throwaway(postgres)
        for script in sorted(BOOTSTRAP.glob("*.sql")):
            made.execute(script.read_text())
        made.execute("alter role postgres password 'throwaway'")
        yield made
