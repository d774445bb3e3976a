"""Databases for tests: one throwaway cluster a process, a migrated template in it, a clone for each asker."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import sql

from netlify.postgres import EmbeddedPostgres
from shared.operations.migrate import migrate

ROOT = Path(__file__).resolve().parents[2]
BOOTSTRAP = ROOT / "sql" / "local"
PASSWORD = "throwaway"
LOGINS = ("postgres", "supabase_auth_admin", "masterclass_functions", "masterclass_backup")
TEMPLATE = "masterclass_template"


class Cluster:
    """A running cluster, and the template database that every test database is a copy of."""

    def __init__(self, postgres: EmbeddedPostgres):
        self._postgres = postgres
        self._numbers = itertools.count(1)

    @property
    def log(self) -> Path:
        """The file that the server writes its log to."""
        return self._postgres.folder / "postgres.log"

    def make_template(self) -> None:
        """Bootstrap what Supabase provides, migrate as `postgres`, and give the logins their passwords."""
        self._bootstrap(TEMPLATE)
        self._set_passwords(["postgres", "supabase_auth_admin"])
        migrate(self.url(TEMPLATE, "postgres"))
        self._set_passwords(LOGINS)

    def database(self) -> "Database":
        """Return a fresh copy of the template."""
        name = f"masterclass_{next(self._numbers)}"
        self.execute("postgres", f"create database {name} template {TEMPLATE} owner postgres")
        # What may be done with a database as a whole does not come along with a copy.
        self.execute("postgres", f"revoke temporary on database {name} from public")
        return Database(self, name)

    def unmigrated(self) -> "Database":
        """Return a database of a new Supabase project, without our schema."""
        name = f"masterclass_{next(self._numbers)}"
        self._bootstrap(name)
        return Database(self, name)

    def _bootstrap(self, name: str) -> None:
        self.execute("postgres", "create database " + name)
        for script in sorted(BOOTSTRAP.glob("*.sql")):
            self.execute(name, script.read_text())

    def url(self, database: str, role: str) -> str:
        """Return the URL for `role` on `database`; every role has the same throwaway password here."""
        return self._postgres.url(database, role, PASSWORD)

    def execute(self, database: str, script: str) -> None:
        """Run `script` as the superuser."""
        with psycopg.connect(self._postgres.url(database), autocommit=True) as connection:
            connection.execute(script.encode())

    def _set_passwords(self, roles: Sequence[str]) -> None:
        for role in roles:
            statement = sql.SQL("alter role {} login password {}").format(sql.Identifier(role), sql.Literal(PASSWORD))
            self.execute("postgres", statement.as_string(None))


class Database:
    """One test database: URLs for its roles, and ways to act in it as any of them."""

    def __init__(self, cluster: Cluster, name: str):
        self._cluster = cluster
        self.name = name

    def url(self, role: str = "masterclass_functions") -> str:
        """Return the URL for `role` here."""
        return self._cluster.url(self.name, role)

    def execute(self, script: str) -> None:
        """Run `script` as the superuser."""
        self._cluster.execute(self.name, script)

    def drop(self) -> None:
        """Drop this database, ending whoever is still connected."""
        self._cluster.execute("postgres", f"drop database {self.name} with (force)")
