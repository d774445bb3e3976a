"""The embedded database made ready: what Supabase provides, the logins' passwords, our own schema."""

from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from netlify.local.installation import DATABASE, LOGINS, Installation
from netlify.local.settings import ROOT
from netlify.postgres import EmbeddedPostgres
from shared.operations.migrate import migrate

BOOTSTRAP = ROOT / "sql" / "local"
# Supabase has these before our first migration; the others are ours and come with it.
SUPABASES_LOGINS = ("postgres", "supabase_auth_admin")


def prepare(postgres: EmbeddedPostgres, installation: Installation, bootstrap: Path = BOOTSTRAP) -> None:
    """Make the database, bootstrap and migrate it; does nothing where all that is done. Raises MigrationFailed."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        if not connection.execute("select from pg_database where datname = %s", (DATABASE,)).fetchall():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    with psycopg.connect(postgres.url(DATABASE), autocommit=True) as connection:
        for script in sorted(bootstrap.glob("*.sql")):
            connection.execute(script.read_bytes())
        _set_passwords(connection, installation, SUPABASES_LOGINS)
        if not installation.settings.stands_in_for("DATABASE_URL"):
            return  # the schema is the real project's affair
        migrate(installation.database_url("postgres"))
        _set_passwords(connection, installation, LOGINS)


def _set_passwords(connection: psycopg.Connection, installation: Installation, roles: Iterable[str]) -> None:
    for role in roles:
        password = sql.Literal(installation.passwords[role])
        connection.execute(sql.SQL("alter role {} login password {}").format(sql.Identifier(role), password))
