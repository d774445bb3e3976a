"""A real project under `make run`: which step of docs/deploy.md it still lacks, with the command."""

from collections.abc import Mapping
from typing import Any

import psycopg

from netlify.local.settings import LocalSettings

CONNECT_SECONDS = 5
SHARED = ".venv/bin/python -m shared"
HAS_SCHEMA = """
    select exists (select from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
                    where n.nspname = 'masterclass' and c.relname = 'content_modules')
"""
HAS_LOGIN = "select exists (select from pg_roles where rolname = 'masterclass_functions')"


def missing_step(settings: LocalSettings) -> str:
    """Return what the configured database still needs, in a sentence; empty where it has everything, or is ours.

    It asks as the functions do; where they are refused and the owner's address is set, as the owner.
    """
    if settings.stands_in_for("DATABASE_URL"):
        return ""
    try:
        with _connected(settings.given["DATABASE_URL"]) as connection:
            return _of_content(connection)
    except psycopg.Error as refusal:
        said = " ".join(str(refusal).split())
        return _of_refusal(said.rpartition("FATAL: ")[2].strip() or "no answer", settings.given)


def _of_content(connection: psycopg.Connection[Any]) -> str:
    if not _is(connection, HAS_SCHEMA):
        return f"the database has no schema of ours: run {SHARED} migrate, then {SHARED} course sync"
    with connection.transaction():
        connection.execute("set local role anon")
        if _is(connection, "select exists (select id from masterclass.content_modules)"):
            return ""
    return f"the database has no course: run {SHARED} course sync (with MIGRATION_DATABASE_URL)"


def _of_refusal(said: str, given: Mapping[str, str]) -> str:
    """Without the owner's address nobody can tell a login that is not there from a wrong password."""
    mend = "as the owner, alter role masterclass_functions password '…', and put it into DATABASE_URL"
    try:
        with _connected(given["MIGRATION_DATABASE_URL"]) as owner:
            if _is(owner, HAS_LOGIN):
                return f"the database refuses DATABASE_URL ({said}): {mend}"
            return f"the database has no login of the functions': run {SHARED} migrate, then {mend}"
    except (KeyError, psycopg.Error):
        return f"the database refuses DATABASE_URL ({said}): run {SHARED} migrate if it never ran; then, {mend}"


def _is(connection: psycopg.Connection[Any], query: str) -> bool:
    return connection.execute(query.encode()).fetchall() == [(True,)]


def _connected(url: str) -> psycopg.Connection[Any]:
    return psycopg.connect(url, connect_timeout=CONNECT_SECONDS, autocommit=True)
