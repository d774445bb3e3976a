"""Applies sql/functions and sql/access: whatever changed, in one transaction, or nothing."""

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg import Connection

from shared.operations.catalogue import Facts, select_facts
from shared.operations.definitions import Definition, DefinitionsInvalid, Files
from shared.operations.history import select_digests

TABLES = "migrations/"  # the one row that remembers what the migrations left, columns and all
_SIGNATURE_STATES = frozenset({"42P13", "42809"})  # another result, other parameter names, another kind of routine


def apply_definitions(connection: Connection[Any], files: Files) -> list[str]:
    """Make functions and access what the files say; return what was done. All or nothing: raises DefinitionsInvalid."""
    with connection.transaction():
        connection.execute("select pg_advisory_xact_lock(hashtextextended('masterclass.definitions', 0))")
        # Names come with their schemas, and a function may be made before the ones that it calls.
        connection.execute("set local search_path = ''")
        connection.execute("set local check_function_bodies = off")
        kept = select_digests(connection)
        changed = [file for file in files.definitions if kept.get(file.path) != file.digest]
        gone = [path for path in kept if _is_gone(path, files)]
        _apply(connection, changed)
        dropped = _drop_vanished(connection, files, gone)
        _check_bodies(connection, changed)
        _remember(connection, files, changed, kept)
        connection.execute("delete from masterclass.definitions where path = any (%s)", [gone])
        _close_to_temporary_objects(connection)
    return [f"Applied: sql/{file.path}" for file in changed] + [f"Dropped: {name}" for name in dropped]


def _close_to_temporary_objects(connection: Connection[Any]) -> None:
    """Nobody makes objects that other people's functions could take for the real ones.

    At every migration, because a copy or a restored backup of the database does not bring this along. Only the owner of
    the database can; where somebody else owns it, `migrate --check` says so.
    """
    name = connection.execute("select quote_ident(current_database())").fetchall()[0][0]
    connection.execute(f"revoke temporary on database {name} from public".encode())


def _is_gone(path: str, files: Files) -> bool:
    return path.startswith(("functions/", "access/")) and all(file.path != path for file in files.definitions)


def _apply(connection: Connection[Any], changed: Iterable[Definition]) -> None:
    for file in changed:
        if file.is_function:
            _revoke_everything(connection, file.name)
        execute(connection, file)
        if file.is_function and len(_signatures(connection, file.name)) > 1:
            raise _signature_changed(file)


def _check_bodies(connection: Connection[Any], changed: Sequence[Definition]) -> None:
    """Create the changed functions once more, now that everything they call is there: bodies are read this time."""
    connection.execute("set local check_function_bodies = on")
    for file in changed:
        if file.is_function:
            execute(connection, file)


def execute(connection: Connection[Any], file: Definition) -> None:
    """Run one file; raises DefinitionsInvalid with its path, the line that fails and the database's own words."""
    try:
        connection.execute(file.text.encode())
    except psycopg.Error as problem:
        if problem.sqlstate in _SIGNATURE_STATES and file.is_function:
            raise _signature_changed(file) from None
        position = int(problem.diag.statement_position or 1)
        line = file.text.count("\n", 0, position - 1) + 1
        said = problem.diag.message_primary or str(problem)
        raise DefinitionsInvalid(f"sql/{file.path}:{line}: {said}") from None


def _signature_changed(file: Definition) -> DefinitionsInvalid:
    return DefinitionsInvalid(
        f"sql/{file.path}:1: {file.name} has another signature in the database, and the release that is running calls"
        " that one: give the changed function a new name in a file of its own, and keep this one for one release"
    )


def _revoke_everything(connection: Connection[Any], name: str) -> None:
    """What a function's file does not grant is not granted, also where an earlier version of the file did."""
    for signature, grantee in connection.execute(
        """
        select p.oid::regprocedure::text, case a.grantee when 0 then 'public' else a.grantee::regrole::text end
          from pg_catalog.pg_proc as p
         cross join aclexplode(p.proacl) as a
         where p.pronamespace = 'masterclass'::regnamespace
           and p.proname = %s
           and a.grantee <> p.proowner
        """,
        [name],
    ).fetchall():
        connection.execute(f"revoke all on routine {signature} from {grantee}".encode())


def _signatures(connection: Connection[Any], name: str) -> list[str]:
    found = connection.execute(
        "select oid::regprocedure::text from pg_catalog.pg_proc"
        " where pronamespace = 'masterclass'::regnamespace and proname = %s",
        [name],
    )
    return [row[0] for row in found]


def _drop_vanished(connection: Connection[Any], files: Files, gone: Iterable[str]) -> list[str]:
    """Drop what the files that are no more had made; a file that only moved has dropped nothing."""
    here = {file.subject for file in files.definitions}
    dropped: list[str] = []
    for file in (Definition(path, "", "") for path in gone):
        if file.subject in here:
            continue
        try:
            _drop(connection, file)
        except psycopg.Error as problem:
            said = " ".join(filter(None, (problem.diag.message_primary, problem.diag.message_detail)))
            raise DefinitionsInvalid(f"sql/{file.path}:1: is gone, but cannot be dropped: {said}") from None
        dropped.append(file.subject)
    return dropped


def _drop(connection: Connection[Any], file: Definition) -> None:
    if file.is_function:
        for signature in _signatures(connection, file.name):
            connection.execute(f"drop routine {signature}".encode())
    elif "." not in file.name:
        found = connection.execute("select to_regclass(%s)::text", [f"masterclass.{file.name}"]).fetchall()
        if found != [(None,)]:
            connection.execute("call masterclass.protect(%s)", [f"masterclass.{file.name}"])


def _remember(
    connection: Connection[Any], files: Files, changed: Sequence[Definition], kept: dict[str, str]
) -> None:  # fmt: skip
    """Keep the digest of every applied file, and what the catalogue now says of what it made."""
    facts = select_facts(connection)
    rows = [(file.path, file.digest, facts.get(file.subject, [])) for file in changed]
    migrated = [file for file in files.migrations if file.path not in kept]
    rows += [(file.path, file.digest, []) for file in migrated]
    if migrated:
        rows.append((TABLES, "", facts_of_tables(facts)))
    with connection.cursor() as cursor:
        cursor.executemany(
            """
            insert into masterclass.definitions (path, digest, facts) values (%s, %s, %s)
                on conflict (path) do update
               set digest = excluded.digest, facts = excluded.facts, applied_at = now()
            """,
            rows,
        )


def facts_of_tables(facts: Facts) -> list[str]:
    """Return what no file in functions/ or access/ makes: columns, constraints, indexes, the schema, the roles."""
    return [
        f"{subject}: {fact}"
        for subject, said in facts.items()
        for fact in said
        if subject.startswith("table ") or subject == "schema"
    ]
