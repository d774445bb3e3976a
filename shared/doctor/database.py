"""The database: who signs in, what they may do, and whether it is what sql/ says."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any, LiteralString
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg

from shared.doctor.asking import is_local
from shared.doctor.project import setting
from shared.doctor.records import Check, Ill, require
from shared.operations.migrate import check as find_drift

FUNCTIONS_LOGIN = "masterclass_functions"
POOLER_PORT = 6543
SHOWN = 3
CONNECT_SECONDS = 10
WITHOUT_SECURITY = """
    select c.oid::regclass::text from pg_class as c
     where c.relnamespace = 'masterclass'::regnamespace and c.relkind in ('r', 'p') and not c.relrowsecurity
     order by 1
"""
WITH_OPEN_PATH = """
    select p.oid::regprocedure::text from pg_proc as p
     where p.pronamespace = 'masterclass'::regnamespace and p.prosecdef
       and not coalesce(p.proconfig, '{}') @> array['search_path=pg_catalog, pg_temp']
     order by 1
"""
LOGIN = """
    select r.rolname, r.rolsuper, r.rolbypassrls,
           (r.rolname = 'masterclass_functions' and r.rolinherit) or pg_has_role(r.rolname, 'authenticated', 'usage'),
           pg_has_role(r.rolname, 'postgres', 'member')
      from pg_roles as r where r.rolname = session_user
"""


def checks() -> list[Check]:
    """Return what is asked of the database."""
    return [
        Check("The functions sign in as their own login, through the pooler", _address),
        Check("The functions' login can do no more than it must", _login),
        Check("The database is what sql/ says", _drift),
        Check("Row level security is on for every table", _row_level_security),
        Check("Every function that acts for its owner has a closed search path", _search_paths),
        Check("The course is in the database", _course),
        Check("The backup's login can sign in", _backup),
    ]


def _address() -> None:
    """What is wrong is said, never what the address holds."""
    url = setting("DATABASE_URL")
    parts = urlsplit(url)
    login = unquote(parts.username or "").partition(".")[0]
    require(
        re.fullmatch(rf"{FUNCTIONS_LOGIN}(_\w+)?", login),
        f"DATABASE_URL signs in as {login or 'nobody'}. It must be {FUNCTIONS_LOGIN}.PROJECT_REF: no function may be"
        " the owner.",
    )
    if is_local(url):
        return
    require(
        parts.port == POOLER_PORT,
        f"DATABASE_URL goes to port {parts.port or 5432}. Take the pooler's transaction mode, port {POOLER_PORT}: each"
        " function keeps a connection.",
    )
    mode = parse_qs(parts.query).get("sslmode", [""])[0]
    require(mode in {"require", "verify-ca", "verify-full"}, "DATABASE_URL does not end with ?sslmode=require: add it.")


def _login() -> None:
    with _connected("DATABASE_URL") as connection:
        rows = connection.execute(LOGIN).fetchall()
    for name, superuser, bypasses, inherits, owner in rows:
        faults = [
            *(["is a superuser"] if superuser else []),
            *(["passes row level security"] if bypasses else []),
            *(["inherits the rights of its roles (alter role … noinherit)"] if inherits else []),
            *(["is a member of postgres"] if owner and not superuser else []),
        ]
        require(not faults, f"{name} {', '.join(faults)}. Take that from it as the owner.")


def _drift() -> None:
    found = find_drift(setting("MIGRATION_DATABASE_URL"))
    more = f" (and {len(found) - SHOWN} more)" if len(found) > SHOWN else ""
    require(not found, " ".join(found[:SHOWN]) + more + " Run: python -m shared migrate, and migrate --check again.")


def _row_level_security() -> None:
    tables = _names(WITHOUT_SECURITY)
    require(
        not tables,
        f"it is off for {', '.join(tables)}. As the owner: alter table … enable row level security, then"
        " migrate --check.",
    )


def _search_paths() -> None:
    functions = _names(WITH_OPEN_PATH)
    require(
        not functions,
        f"not so: {', '.join(functions)}. As the owner: alter function … set search_path = pg_catalog, pg_temp.",
    )


def _course() -> str:
    with _connected("MIGRATION_DATABASE_URL") as connection:
        if connection.execute("select to_regclass('masterclass.content_modules') is null").fetchall() == [(True,)]:
            raise Ill("there is no schema of ours yet. Run: python -m shared migrate, then course sync.")
        query = "select count(*) from masterclass.content_modules where retired_at is null"
        ((modules,),) = connection.execute(query).fetchall()
    require(modules, "there is no module. Run: python -m shared course sync.")
    return f"{modules} modules"


def _backup() -> None:
    setting("BACKUP_DATABASE_URL")
    with _connected("BACKUP_DATABASE_URL") as connection:
        ((login,),) = connection.execute("select session_user::text").fetchall()
    require(login == "masterclass_backup", f"BACKUP_DATABASE_URL signs in as {login}: it must be masterclass_backup.")


def _names(query: LiteralString) -> list[str]:
    with _connected("MIGRATION_DATABASE_URL") as connection:
        return [str(name) for (name,) in connection.execute(query)]


@contextmanager
def _connected(name: str) -> Generator[psycopg.Connection[tuple[Any, ...]]]:
    """Connect to the database that a setting names; Ill says the server's first sentence, never the address."""
    try:
        with psycopg.connect(setting(name), connect_timeout=CONNECT_SECONDS, autocommit=True) as connection:
            yield connection
    except psycopg.OperationalError as refusal:
        said = " ".join(str(refusal).split()) or "no answer"
        raise Ill(f"{name} is refused: {_first_sentence(said)}") from None


def _first_sentence(said: str) -> str:
    return (said.rpartition("FATAL: ")[2] or said)[:160].strip().rstrip(".") + "."
