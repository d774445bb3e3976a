"""The embedded database made ready: what Supabase provides, the logins' passwords, our own schema."""

from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import sql

from netlify.local.installation import DATABASE, LOGINS, Installation
from netlify.local.settings import ROOT
from netlify.postgres import EmbeddedPostgres
from shared.operations.history import ForeignHistory
from shared.operations.migrate import migrate
from shared.problems import Problem

BOOTSTRAP = ROOT / "sql" / "local"
# Supabase has these before our first migration; the others are ours and come with it.
SUPABASES_LOGINS = ("postgres", "supabase_auth_admin")


class DataOfAnotherVersion(Problem):
    """The database in DATA was made by another version of this project."""


def prepare(postgres: EmbeddedPostgres, installation: Installation, bootstrap: Path = BOOTSTRAP) -> None:
    """Make the database, bootstrap and migrate it; does nothing where all that is done.

    Raises DataOfAnotherVersion, and what migrate does. Nothing that is there is deleted.
    """
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        if not connection.execute("select from pg_database where datname = %s", (DATABASE,)).fetchall():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    with psycopg.connect(postgres.url(DATABASE), autocommit=True) as connection:
        for script in sorted(bootstrap.glob("*.sql")):
            connection.execute(script.read_bytes())
        _set_passwords(connection, installation, SUPABASES_LOGINS)
        if not installation.settings.stands_in_for("DATABASE_URL"):
            return  # the schema is the real project's affair
        _migrate(installation)
        _set_passwords(connection, installation, LOGINS)


def _migrate(installation: Installation) -> None:
    data = installation.settings.data
    try:
        migrate(installation.database_url("postgres"))
    except ForeignHistory as problem:
        raise DataOfAnotherVersion(
            f"{problem.detail} Type DATA={data}-new make run to begin beside it, or rm -r {data} to give it up."
        ) from None


def _set_passwords(connection: psycopg.Connection, installation: Installation, roles: Iterable[str]) -> None:
    for role in roles:
        password = sql.Literal(installation.passwords[role])
        connection.execute(sql.SQL("alter role {} login password {}").format(sql.Identifier(role), password))
